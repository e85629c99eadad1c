"""Work for the background. Each job is a process that begins with nothing imported: what is imported here, every one of them pays for."""

from __future__ import annotations

from collections.abc import Callable

import frappe
from frappe.translate import get_user_lang

_LONGEST = 3_600


def later(job: Callable, **values: object) -> None:
	"""Let a worker do what takes long, once the caller's transaction is through.

	The job bears no name: one whose worker was killed would pass for started, and bar the next, for an hour. Asked for twice it
	runs twice, and finds for itself that nothing is left to do.
	"""
	frappe.enqueue(job, queue="long", timeout=_LONGEST, enqueue_after_commit=True, **values)


def speak_language_of_user(**_job) -> None:
	"""Hook: what a background job tells its user is in the user's language; the framework leaves a worker with English."""
	frappe.local.lang = get_user_lang()

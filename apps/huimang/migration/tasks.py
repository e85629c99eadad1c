"""What is done for uploads in the background."""

from __future__ import annotations

from collections.abc import Callable

import frappe

from huimang import jobs
from huimang.migration import imports


def enqueue(task: Callable, name: str) -> None:
	"""Let a worker do a task with an import, once what was written before is there."""
	jobs.later(task, facility_import=name)


def take(facility_import: str) -> None:
	"""Take a large file over. Runs with the rights of whoever uploaded it."""
	_do(imports.run, facility_import, imports.FAILED)


def undo(facility_import: str) -> None:
	"""Undo an import; where something stands against it, it is as it was."""
	_do(imports.undo, facility_import, imports.DONE)


def forget_files() -> None:
	"""Every night: files that were kept for imports that nobody has gone on with. Safe to repeat."""
	imports.forget_files()


def _do(work: Callable[[str], None], name: str, otherwise: str) -> None:
	user, reason = frappe.session.user, None
	try:
		work(name)
	except frappe.ValidationError as e:
		# what stands against it is the user's to mend
		imports.fail(name, otherwise)
		reason = str(e)
	except Exception:
		imports.fail(name, otherwise)
		frappe.publish_realtime(imports.EVENT, {"facility_import": name, "reason": ""}, user=user)
		raise
	frappe.publish_realtime(
		imports.EVENT, {"facility_import": name, "reason": reason}, user=user, after_commit=reason is None
	)

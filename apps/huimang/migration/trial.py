"""What is written only to be tried out, and taken back without a trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
from frappe.realtime import clear_realtime_log

from huimang.database.sql import roll_back_to


def mark() -> Callable[[], None]:
	"""Return what takes back all that is written from now on, and what would follow its commit: messages and jobs."""
	waiting = frappe.db.after_commit._functions
	before, log = len(waiting), list(getattr(frappe.local, "_realtime_log", ()))
	frappe.db.savepoint("huimang_upload")

	def undo() -> None:
		roll_back_to("huimang_upload")
		while len(waiting) > before:
			waiting.pop()
		if log:
			frappe.local._realtime_log = log
		else:
			clear_realtime_log()

	return undo


@contextmanager
def unsearched() -> Iterator[None]:
	"""Leave what is only tried out of the global search, whose queue knows no way back."""
	before = frappe.local.conf.get("disable_global_search")
	frappe.local.conf.disable_global_search = 1
	try:
		yield
	finally:
		frappe.local.conf.disable_global_search = before

"""What the scheduler does for support. All of it is safe to repeat."""

from __future__ import annotations

from collections.abc import Callable

import frappe
from frappe.utils import add_days, add_years, now_datetime

from huimang.support import inquiries, settings
from huimang.support.inquiries import ANSWERED, CLOSED, DOCTYPE, WAITING


def watch() -> None:
	"""Every hour: answers that are overdue are told to all operators."""
	late = {"status": ("in", WAITING), "due_at": ("<", now_datetime()), "escalated_at": ("is", "not set")}
	_each(late, inquiries.escalate)


def tidy() -> None:
	"""Every night: what was answered and not asked about again is closed; what has been kept long enough is deleted."""
	now = now_datetime()
	if days := settings.number("close_after_days"):
		_each({"status": ANSWERED, "modified": ("<", add_days(now, -days))}, inquiries.close)
	if years := settings.number("keep_years"):
		_each({"status": CLOSED, "closed_at": ("<", add_years(now, -years))}, inquiries.forget)


def _each(filters: dict, work: Callable) -> None:
	"""Do something with each inquiry that is still so when its row is locked."""
	for name in frappe.get_all(DOCTYPE, filters, pluck="name"):
		doc = frappe.get_doc(DOCTYPE, name, for_update=True)
		if frappe.db.exists(DOCTYPE, {**filters, "name": name}):
			work(doc)

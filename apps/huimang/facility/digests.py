"""What people are reminded of once a month: one notice each, however often the scheduler runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _


def tell(users: Iterable[str], what: str, counts: Iterable[tuple[str, int]], link: str, today: date) -> None:
	"""Tell users how many things wait to be looked at; nothing where nothing does, or where they were told this month.

	:param what: what it is about, in Korean: the beginning of the notice, by which it is known again.
	:param counts: what there is, in Korean, and how many of each.
	:param link: where a click leads.
	"""
	told = ", ".join(_("{0}: {1}", lang="ko").format(name, count) for name, count in counts if count)
	if not told:
		return
	head = _("{0} of {1}-{2}", lang="ko").format(what, today.year, f"{today.month:02}")
	for user in dict.fromkeys(users):
		where = {"for_user": user, "subject": ("like", f"{head}%")}
		if frappe.db.exists("Notification Log", where):
			continue
		values = {"type": "Alert", "for_user": user, "from_user": "Administrator", "link": link}
		notice = {"doctype": "Notification Log", "subject": f"{head} — {told}", **values}
		frappe.get_doc(notice).insert(ignore_permissions=True)

"""The monthly check (접속기록 점검, 개인정보의 안전성 확보조치 기준 제8조): each facility's log of the month before, told to its head."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.query_builder import Order
from frappe.utils import getdate

from huimang.facility import grants
from huimang.facility.roles import FACILITY_HEAD
from huimang.rules.days import last_day
from huimang.security import access_log, settings

REVIEW = "Access Review"
_HANDED_OUT = ("Reveal", "Download", "Print")
_MANY_FAILURES = 5


def make_due() -> list[str]:
	"""Every day: make the checks of last month that are not there yet. Safe to repeat."""
	last = getdate().replace(day=1) - timedelta(days=1)
	broken = access_log.verify() if _is_first_of_month(last) else []
	return [
		make(facility, last, broken)
		for facility in frappe.get_all(
			"Facility", {"status": "Active", "is_practice": 0}, pluck="name", order_by="name"
		)
		if not frappe.db.exists(REVIEW, _name(facility, last))
	]


def make(facility: str, day: date, broken: list[str]) -> str:
	"""Make a facility's check of the month in which a day lies, and tell the heads.

	:param broken: what `access_log.verify` found.
	"""
	first, last = day.replace(day=1), last_day(day)
	rows = _rows(facility, first, last)
	kinds = Counter(row.kind for row in rows)
	doc = frappe.get_doc(
		{
			"doctype": REVIEW,
			"facility": facility,
			"month": f"{day:%Y-%m}",
			"title": _("Check of the access log, {0}", "ko").format(f"{day:%Y-%m}"),
			"log_ins": kinds["Log In"],
			"failures": kinds["Failed Log In"],
			"reveals": kinds["Reveal"],
			"downloads": kinds["Download"] + kinds["Print"],
			"changes": sum(count for kind, count in kinds.items() if kind.startswith("Account")),
			"seal": "\n".join(broken) or _("Nothing has been changed or taken out.", "ko"),
			"rows": _noticed(rows),
		}
	).insert(ignore_permissions=True)
	for head in grants.members_with_role(facility, FACILITY_HEAD):
		note = {"doctype": "Notification Log", "for_user": head, "type": "Alert", "subject": doc.title}
		frappe.get_doc({**note, "document_type": REVIEW, "document_name": doc.name}).insert(
			ignore_permissions=True
		)
	return doc.name


def _rows(facility: str, first: date, last: date) -> list[frappe._dict]:
	"""What was done with the facility's data, and what its people did where the log knows no facility."""
	log = frappe.qb.DocType(access_log.LOG)
	members = list(grants.roster(facility)) or [""]
	return (
		frappe.qb.from_(log)
		.select(log.happened_at, log.user, log.full_name, log.kind)
		.select(log.document_type, log.subjects, log.purpose)
		.where((log.happened_at >= first) & (log.happened_at < last + timedelta(days=1)))
		.where((log.facility == facility) | (log.facility.isnull() & log.user.isin(members)))
		.orderby(log.happened_at, log.kind)
		.orderby(log.subjects, order=Order.desc)
		.orderby(log.creation, log.name)
	).run(as_dict=True)


def _noticed(rows: list[frappe._dict]) -> list[dict]:
	"""The rows that call for a look, each with the reason."""
	opens, closes = settings.number("work_from"), settings.number("work_until")
	many = settings.number("many_subjects")
	failures = Counter(row.user for row in rows if row.kind == "Failed Log In")
	found, told = [], set()
	for row in rows:
		why = []
		if row.kind in _HANDED_OUT:
			if many and row.subjects >= many:
				why.append(_("many persons", "ko"))
			if row.happened_at.weekday() > 4 or not opens <= row.happened_at.hour < closes:
				why.append(_("outside working hours", "ko"))
			if row.kind == "Download" and row.subjects and not row.purpose:
				why.append(_("no purpose given", "ko"))
		elif row.kind == "Failed Log In" and failures[row.user] >= _MANY_FAILURES and row.user not in told:
			told.add(row.user)
			why.append(_("{0} failed logins", "ko").format(failures[row.user]))
		elif row.kind == "Deletion Refused":
			why.append(_("tried to delete from the log", "ko"))
		if why:
			what = " ".join(
				filter(None, (_(row.kind, "ko"), row.document_type and _(row.document_type, "ko")))
			)
			found.append({**row, "what": what, "noticed": ", ".join(why)})
	return found


def _is_first_of_month(last: date) -> bool:
	return not frappe.db.exists(REVIEW, {"month": f"{last:%Y-%m}"})


def _name(facility: str, day: date) -> str:
	return f"{facility}-{day:%Y-%m}-A"

"""Who is told of findings, and the boards that follow them as they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _

from huimang.facility.grants import members_with_role
from huimang.facility.roles import ACCOUNTANT, AUDITOR, FACILITY_HEAD, LOCAL_OFFICER, OFFICE_DIRECTOR

EVENT = "huimang_monitoring"
BOARD_ROLES = (FACILITY_HEAD, OFFICE_DIRECTOR, ACCOUNTANT, AUDITOR, LOCAL_OFFICER)
_DOCTYPE = "Monitoring Finding"
_ROLES = {"tells_accountant": ACCOUNTANT, "tells_head": FACILITY_HEAD, "tells_officer": LOCAL_OFFICER}


def tell(names: Iterable[str]) -> None:
	"""Tell everybody whom the rules name of new findings: of several at once in one notice."""
	names = list(names)
	if not names:
		return
	finding, rule = frappe.qb.DocType(_DOCTYPE), frappe.qb.DocType("Card Rule")
	rows = (
		frappe.qb.from_(finding)
		.join(rule)
		.on(rule.name == finding.card_rule)
		.select(finding.name, finding.facility, finding.message, finding.holder, rule.title)
		.select(rule.tells_holder, *(rule[field] for field in _ROLES))
		.where(finding.name.isin(names))
		.orderby(finding.happened_at)
	).run(as_dict=True)
	told = defaultdict(list)
	for row in rows:
		for user in _told(row):
			told[user].append(row)
	for user, found in told.items():
		first = found[0]
		subject = f"{first.title}: {first.message}"
		if len(found) > 1:
			subject = _("{0}, and {1} more to look at", lang="ko").format(first.title, len(found) - 1)
		_log(user, subject, first.name)
	for facility in {row.facility for row in rows}:
		refresh(facility)


def tell_deciders(doc) -> None:
	"""Tell whoever decides that there is an explanation."""
	heads = members_with_role(doc.facility, FACILITY_HEAD)
	others = [user for user in heads if user != doc.holder]
	for user in others or members_with_role(doc.facility, OFFICE_DIRECTOR):
		if user != frappe.session.user:
			_log(user, _("Explained: {0}", lang="ko").format(doc.message), doc.name)


def tell_decided(doc, decision: str) -> None:
	"""Tell the holder what was decided."""
	if doc.holder and doc.holder != frappe.session.user:
		_log(doc.holder, f"{_(decision, lang='ko')}: {doc.message}", doc.name)


def tell_overdue(doc) -> None:
	"""Remind the holder and the accountant of an explanation that is overdue."""
	users = dict.fromkeys((*filter(None, (doc.holder,)), *members_with_role(doc.facility, ACCOUNTANT)))
	for user in users:
		_log(user, _("An explanation is overdue: {0}", lang="ko").format(doc.message), doc.name)


def refresh(facility: str) -> None:
	"""Let the boards of a facility, its officer's among them, read anew once this is committed."""
	users = {user for role in BOARD_ROLES for user in members_with_role(facility, role)}
	for user in sorted(users):
		frappe.publish_realtime(EVENT, {"facility": facility}, user=user, after_commit=True)


def _told(row: frappe._dict) -> list[str]:
	users = [row.holder] if row.tells_holder and row.holder else []
	for field, role in _ROLES.items():
		if row[field]:
			users += members_with_role(row.facility, role)
	return list(dict.fromkeys(users))


def _log(user: str, subject: str, finding: str) -> None:
	frappe.get_doc(
		{
			"doctype": "Notification Log",
			"type": "Alert",
			"for_user": user,
			"subject": subject,
			"document_type": _DOCTYPE,
			"document_name": finding,
			"from_user": "Administrator",
		}
	).insert(ignore_permissions=True)

"""The kinds of leave of a facility: begun with the law's (rules/leave_kinds.py), then the facility's own."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.rules import leave_kinds as law

FROM_GRANTS = (law.ANNUAL, "COMPENSATORY")
"""Kinds of which only what has arisen can be taken."""


def name_of(doc) -> None:
	"""Name a kind: those of the law by their code, so that each is there once."""
	doc.name = (
		f"{doc.facility}-{doc.code}" if doc.code else f"{doc.facility}-{frappe.generate_hash(length=8)}"
	)


def of(facility: str, code: str) -> str:
	"""Return the name of a kind of the law in a facility, which gets its kinds now if it has none."""
	ensure(facility)
	return f"{facility}-{code}"


def ensure(facility: str) -> int:
	"""Give a facility the law's kinds that it has never had; return how many. What it has changed stays."""
	known = set(frappe.get_all("Leave Kind", {"facility": facility, "code": ("is", "set")}, pluck="code"))
	made = 0
	for kind in law.kinds(getdate()):
		if kind.code in known:
			continue
		values = {
			"doctype": "Leave Kind",
			"facility": facility,
			"code": kind.code,
			"kind_name": kind.name,
			"from_grants": int(kind.code in FROM_GRANTS),
			"paid": kind.paid,
			"paid_days": float(kind.paid_days),
			"days": float(kind.days),
			"period": kind.period,
			"counted": kind.counted,
			"counts_as_attendance": int(kind.attendance),
			"evidence_required": int(kind.evidence),
			"law": kind.source,
		}
		frappe.get_doc(values).insert(ignore_permissions=True)
		made += 1
	return made


def check(doc) -> None:
	"""Keep the law's kinds what they are, and names apart."""
	before = doc.get_doc_before_save()
	if before:
		doc.code, doc.from_grants = before.code, before.from_grants
	elif doc.code and doc.code not in {kind.code for kind in law.kinds(getdate())}:
		doc.code = None
	twin = {"facility": doc.facility, "kind_name": doc.kind_name, "name": ("!=", doc.name or "")}
	if frappe.db.exists("Leave Kind", twin):
		frappe.throw(_("The kind of leave {0} is there already.").format(doc.kind_name))


def refuse_deletion(doc) -> None:
	"""A kind of the law would come back; one that was taken is part of the record."""
	if doc.code:
		frappe.throw(_("This kind of leave is required by law. Switch it off if it is not used."))
	if frappe.db.exists("Leave Request", {"leave_kind": doc.name}):
		frappe.throw(_("Leave of this kind has been taken. Switch it off instead of deleting it."))

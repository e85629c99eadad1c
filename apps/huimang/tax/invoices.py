"""세금계산서·계산서·현금영수증: completed, told apart from one another, and linked to the resolution that moved their money."""

from __future__ import annotations

from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.errors import obey
from huimang.facility import access
from huimang.money import won
from huimang.rules import identifiers

DOCTYPE = "Tax Invoice Record"
RESOLUTIONS = {
	"Received": ("Expense Resolution", "expense_resolution", "payment_date"),
	"Issued": ("Income Resolution", "income_resolution", "receipt_date"),
}
"""By direction: the DocType that moves its money, the field that links to it, and the day of the money."""
_NEAR = timedelta(days=60)


def complete(doc) -> None:
	"""Fill in what follows from what was entered."""
	for field in ("supply_amount", "tax_amount", "service_amount"):
		doc.set(field, obey(won, doc.get(field) or 0))
	if doc.kind == "Invoice":
		doc.tax_amount = 0
	doc.total_amount = doc.supply_amount + doc.tax_amount + doc.service_amount
	doc.counterparty_name = " ".join((doc.counterparty_name or "").split())
	if doc.counterparty_no:
		doc.counterparty_no = identifiers.show_business_no(
			obey(identifiers.read_business_no, doc.counterparty_no)
		)
		doc.counterparty = doc.counterparty or _counterparty(doc)
	if doc.direction == "Issued" or not doc.tax_amount:
		doc.vat_use = "Not Deductible"
	_doctype, field, _day = RESOLUTIONS[doc.direction]
	for _other, other, _day in RESOLUTIONS.values():
		if other != field:
			doc.set(other, None)
	doc.is_linked = int(bool(doc.get(field)))
	doc.record_key = key_of(
		doc.kind, doc.approval_no, doc.issued_on, doc.counterparty_no, doc.total_amount, doc.direction
	)


def key_of(
	kind: str, approval_no: str | None, day, counterparty_no: str | None, total: int, direction: str
) -> str | None:
	"""Return what tells a record apart in its facility; None for one on paper, which bears no number.

	승인번호 of invoices are unique in the country. Those of cash receipts come again, so that day, shop and amount belong to it.
	"""
	number = (approval_no or "").replace("-", "").strip()
	if not number:
		return None
	if kind != "Cash Receipt":
		return number
	digits = (counterparty_no or "").replace("-", "")
	return f"{direction[0]}/{number}/{getdate(day)}/{digits}/{total}"


def refuse_twin(doc) -> None:
	"""Refuse an invoice that is there already."""
	wanted = {"facility": doc.facility, "record_key": doc.record_key, "name": ("!=", doc.name or "")}
	if doc.record_key and frappe.db.exists(DOCTYPE, wanted):
		frappe.throw(
			_("The approval number {0} is there already.").format(doc.approval_no), frappe.DuplicateEntryError
		)


def check_link(doc) -> None:
	"""Refuse a resolution that invoices exceed: the money of one resolution is proven once."""
	doctype, field, _day = RESOLUTIONS[doc.direction]
	name = doc.get(field)
	if not name or not (
		doc.is_new() or doc.has_value_changed(field) or doc.has_value_changed("total_amount")
	):
		return
	total, docstatus = frappe.db.get_value(doctype, name, ["total_amount", "docstatus"])
	if docstatus == 2:
		frappe.throw(_("The resolution is cancelled. Please choose another one."))
	others = frappe.get_all(DOCTYPE, {field: name, "name": ("!=", doc.name or "")}, pluck="total_amount")
	if sum(map(won, others)) + doc.total_amount > won(total):
		frappe.throw(
			_("The invoices linked to this resolution come to more than it pays. Please check the amounts.")
		)


def candidates(doc, limit: int = 5) -> list[frappe._dict]:
	"""Return the resolutions that most likely moved an invoice's money, the likeliest first.

	Those of its facility within 60 days that come to its total and are linked to no other invoice; those with its
	counterparty stand first, then the nearest in time.
	"""
	doctype, field, day = RESOLUTIONS[doc.direction]
	table, line, record = (frappe.qb.DocType(name) for name in (doctype, f"{doctype} Line", DOCTYPE))
	party = frappe.qb.DocType("Counterparty")
	issued = getdate(doc.issued_on)
	amounts = (
		frappe.qb.from_(record)
		.select(record[field])
		.where((record.facility == doc.facility) & record[field].isnotnull())
	)
	amounts = amounts.where((record[field] != "") & (record.name != (doc.name or "")))
	rows = (
		frappe.qb.from_(table)
		.join(line)
		.on((line.parent == table.name) & (line.parenttype == doctype))
		.left_join(party)
		.on(party.name == line.counterparty)
		.select(
			table.name,
			table.purpose,
			table.resolution_no,
			table.total_amount,
			table.proposal_date,
			table[day].as_("moved_on"),
		)
		.select(party.business_no, line.counterparty)
		.where((table.facility == doc.facility) & (table.docstatus < 2))
		.where(table.accounting_unit == doc.accounting_unit)
		.where(table.proposal_date[issued - _NEAR : issued + _NEAR])
		.where(table.total_amount == doc.total_amount)
		.where(table.name.notin(amounts))
		.run(as_dict=True)
	)
	found: dict[str, frappe._dict] = {}
	for row in rows:
		same = bool(
			(doc.counterparty_no and row.business_no == doc.counterparty_no)
			or (doc.counterparty and row.counterparty == doc.counterparty)
		)
		known = found.setdefault(row.name, row)
		known.same_counterparty = same or bool(known.get("same_counterparty"))
		known.days = abs((getdate(row.moved_on or row.proposal_date) - issued).days)
	ranked = sorted(found.values(), key=lambda row: (not row.same_counterparty, row.days, row.name))
	return ranked[:limit]


def link_all(facility: str) -> dict[str, int]:
	"""Link every record that leaves no doubt: one resolution alone has its counterparty and its total.

	Returns how many were ``linked`` and how many are still ``open``.
	"""
	names = frappe.get_all(
		DOCTYPE, {"facility": facility, "is_linked": 0}, pluck="name", order_by="issued_on, name"
	)
	linked = 0
	for name in names:
		doc = frappe.get_doc(DOCTYPE, name)
		sure = [row for row in candidates(doc, limit=20) if row.same_counterparty]
		if len(sure) == 1:
			doc.set(RESOLUTIONS[doc.direction][1], sure[0].name)
			doc.save()
			linked += 1
	return {"linked": linked, "open": len(names) - linked}


def require_write(facility: str) -> None:
	"""Refuse who may not enter invoices in a facility."""
	access.require(facility, DOCTYPE, "create")


def _counterparty(doc) -> str | None:
	wanted = {"facility": doc.facility, "business_no": doc.counterparty_no}
	return frappe.db.get_value("Counterparty", wanted)

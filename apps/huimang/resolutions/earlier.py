"""Earlier documents to copy from, found by what people remember of them. Whoever calls has asked for the facility."""

from __future__ import annotations

import frappe

from huimang.resolutions.kinds import REQUEST, Kind


def find(kind: Kind, facility: str, text: str) -> list[dict]:
	"""Return the facility's last twenty documents of a kind that the user may read, found by words, number, payee or amount."""
	number = "request_no" if kind is REQUEST else "resolution_no"
	filters = {"facility": facility, "docstatus": ("<", 2)}
	fields = ["name", "purpose", "proposal_date", "total_amount", f"{number} as number"]
	found = {"order_by": "proposal_date desc, creation desc", "limit_page_length": 20, "fields": fields}
	text = text.strip()
	if not text:
		return frappe.get_list(kind.doctype, filters=filters, **found)
	like = ("like", f"%{text}%")
	either = {"purpose": like, number: like}
	if (amount := text.replace(",", "").removesuffix("원")).isdecimal():
		either["total_amount"] = int(amount)
	parents = _paid_to(kind, facility, text)
	if parents:
		either["name"] = ("in", parents)
	return frappe.get_list(kind.doctype, filters=filters, or_filters=either, **found)


def _paid_to(kind: Kind, facility: str, text: str) -> list[str]:
	"""Return the latest documents of a kind with a line for a counterparty of this name."""
	line, party = frappe.qb.DocType(f"{kind.doctype} Line"), frappe.qb.DocType("Counterparty")
	return (
		frappe.qb.from_(line)
		.join(party)
		.on(party.name == line.counterparty)
		.select(line.parent)
		.distinct()
		.where((party.facility == facility) & party.counterparty_name.like(f"%{text}%"))
		.limit(200)
		.run(pluck=True)
	)

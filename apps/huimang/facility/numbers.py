"""Identifying numbers on documents: checked by the rules, stored as digits."""

import frappe
from frappe import _
from frappe.model.document import Document

from huimang.errors import throw_rule
from huimang.rules import identifiers
from huimang.rules.errors import RuleViolation

READERS = {
	"business_no": identifiers.read_business_no,
	"corporation_no": identifiers.read_corporation_no,
	"phone": identifiers.read_phone,
}


def normalise(doc: Document, **kinds: str) -> None:
	"""Check the given fields and keep their digits; empty ones stay empty.

	Args:
		doc: the document being validated.
		kinds: fieldname = kind of number, a key of `READERS`.
	"""
	for fieldname, kind in kinds.items():
		if not doc.get(fieldname):
			doc.set(fieldname, None)
			continue
		try:
			doc.set(fieldname, READERS[kind](doc.get(fieldname)))
		except RuleViolation as violation:
			throw_rule(violation)


def warn_if_for_profit(unique_no: str) -> None:
	"""Facilities are hardly ever registered under a company's number; it is allowed, but looked at twice."""
	if identifiers.is_for_profit(unique_no):
		frappe.msgprint(
			_(
				"This is the number of a company run for profit. Please make sure that it is the facility's own."
			),
			indicator="orange",
			alert=True,
		)

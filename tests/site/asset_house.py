"""Assets for the tests: cards as the register makes them, and the events that happen to them."""

import factory
import frappe

from huimang.approval import service
from huimang.property import register


def card(home, **kw) -> str:
	"""Register one thing, a desk unless told otherwise; return its number."""
	fields = {
		"asset_name": "회의용 탁자",
		"asset_class": "회의용탁자",
		"acquired_on": "2024-01-10",
		"acquisition_type": "Purchase",
		**kw,
	}
	cost, units = fields.pop("cost", 900_000), fields.pop("units", 1)
	(number,) = register.register(home.facility, cost, units, as_set=units > 1, **fields)
	return number


def event(home, kind: str, *names: str, **kw):
	"""A draft event written by the accountant, with the papers that are named."""
	lines = [{"asset": name, "amount": kw.get("amount"), "quantity": kw.get("quantity")} for name in names]
	papers = [key for key in ("paper", "wipe_proof") if kw.pop(key, None)]
	values = {key: value for key, value in kw.items() if key not in ("amount", "quantity")}
	doc = {
		"doctype": "Asset Event",
		"facility": home.facility,
		"kind": kind,
		"event_date": "2026-03-15",
		"reason": "노후",
		"lines": lines,
		**values,
	}
	with factory.acting_as(home.accountant):
		doc = frappe.get_doc(doc).insert()
		for field in papers:
			doc.set(field, factory.minutes(doc))
		return doc.save() if papers else doc


def happen(home, kind: str, *names: str, **kw):
	"""An event that took place: put on record, or approved by everybody who is asked."""
	doc = event(home, kind, *names, **kw)
	if doc.needs_decision:
		return factory.approve(doc)
	with factory.acting_as(home.accountant):
		return service.decide(doc.doctype, doc.name, "Put on Record")


def state(name: str) -> tuple:
	return frappe.db.get_value("Facility Asset", name, ["status", "quantity_left"])

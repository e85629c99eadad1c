"""What Desk and REST may call about people and orders. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import getdate
from werkzeug.wrappers import Response

from huimang.facility import access
from huimang.personnel import insurance_files, orders, people
from huimang.printing.response import file_response
from huimang.tax import personal_numbers


@frappe.whitelist(methods=["POST"])
def reveal_resident_no(name: str, purpose: str) -> str:
	"""Return an employee's whole resident registration number to somebody who keeps the cards; the reading is logged."""
	doc = frappe.get_doc(people.EMPLOYEE, name)
	access.require(doc.facility, people.EMPLOYEE, "write")
	return personal_numbers.reveal_resident_no(doc, purpose)


@frappe.whitelist()
def state_before(employee: str, day: str) -> dict:
	"""Return what an employee is on the day before an order, for the form that is being written."""
	facility = frappe.db.get_value(people.EMPLOYEE, employee, "facility")
	access.require(facility, "Personnel Order", "create")
	return orders.state_before(employee, day)


@frappe.whitelist()
def due_for_step(facility: str, first: str, last: str) -> list[dict]:
	"""Return who is due for a step increase within a time, for the form of an order."""
	access.require(facility, "Personnel Order", "create")
	return orders.due_for_step(facility, first, last)


@frappe.whitelist(methods=["POST"])
def insurance_file(facility: str, kind: str, from_date: str, to_date: str, purpose: str) -> Response:
	"""Send the workbook of those who joined or left the social insurances within a time. Whole resident numbers: logged."""
	access.require(facility, people.EMPLOYEE, "write")
	file = insurance_files.build(facility, kind, getdate(from_date), getdate(to_date))
	for name in file.employees:
		make_access_log(doctype=people.EMPLOYEE, document=name, method="insurance_file", filters=purpose)
	return file_response(file.content, file.title, "xlsx")

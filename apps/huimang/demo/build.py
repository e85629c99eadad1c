"""The whole demonstration, in its order."""

from collections.abc import Callable
from datetime import date, timedelta

import frappe
from frappe.utils import getdate

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.demo import (
	audit,
	books,
	cards,
	clock,
	data_files,
	donations,
	house,
	monitoring,
	moves,
	payroll,
	personnel,
	property,
	receipts,
	registrations,
	requests,
	resolutions,
	subsidies,
)
from huimang.demo.acting import acting_as

OPEN_MONTHS = 2
"""This month and the one before stay open; what lies before them is closed."""


def build(say: Callable[[str], None]) -> list[dict]:
	"""Make what of the demonstration is not there yet; each step is kept as soon as it is done.

	Args:
		say: told what is being done.

	Returns:
		The logins that were made now.
	"""
	today = getdate()
	made = monitoring.make_officer()
	house.keep_logins(made)
	for folder in data_files.FACILITIES:
		facility = house.make_facility(folder)
		logins = house.make_people(folder, facility)
		house.keep_logins(logins)
		made += logins
		frappe.db.commit()
		say(
			f"{facility} {data_files.facility_values(folder)['facility_name']}: books and budget of {today.year}"
		)
		accounting_year = budgeted_year(folder, facility, today)
		frappe.db.commit()
		subsidies.write_grants(folder, facility, accounting_year, today)
		frappe.db.commit()
		count = resolutions.write_year(folder, facility, accounting_year, today)
		frappe.db.commit()
		say(f"  {count} resolutions entered")
		if folder == data_files.FACILITIES[0]:
			requests.write_requests(folder, facility, accounting_year, today)
			frappe.db.commit()
			property.write_property(folder, facility, today)
			frappe.db.commit()
			donations.write_donations(folder, facility, accounting_year, today)
			frappe.db.commit()
			receipts.write_receipts(folder, facility, accounting_year, today)
			frappe.db.commit()
			audit.write_pack(folder, facility, accounting_year, today)
			frappe.db.commit()
		else:
			giving = data_files.FACILITIES[0]
			property.hand_over(giving, house.make_facility(giving), facility, today)
			frappe.db.commit()
		moves.write_moves(folder, facility, accounting_year, today)
		frappe.db.commit()
		personnel.write_people(folder, facility, today)
		frappe.db.commit()
		payroll.write_payroll(folder, facility, accounting_year, today)
		frappe.db.commit()
		_close_months(folder, accounting_year, today)
		frappe.db.commit()
		cards.write_cards(folder, facility, today)
		frappe.db.commit()
		monitoring.write_findings(folder, facility, today)
		frappe.db.commit()
	registrations.write_applications()
	frappe.db.commit()
	return made


def budgeted_year(folder: str, facility: str, today: date) -> str:
	"""Open the books and bring the original budget through its approval, in December before the year."""
	new_year = today.replace(month=1, day=1)
	with clock.on(new_year - timedelta(days=14)):
		accounting_year = books.open_year(folder, facility, today.year)
		writer = house.person(folder, "Accountant")
		name = frappe.db.get_value("Facility Budget", {"accounting_year": accounting_year, "version": 0})
		name = name or books.write_budget(folder, facility, accounting_year, writer)
		if frappe.db.get_value("Facility Budget", name, "stage") != APPROVED:
			with acting_as(writer):
				approval.move_to("Facility Budget", name, IN_APPROVAL)
			for role in ("Office Director", "Facility Head"):
				with acting_as(house.person(folder, role)):
					approval.decide("Facility Budget", name, "Approve")
	return accounting_year


def _close_months(folder: str, accounting_year: str, today: date) -> None:
	"""Close the months that lie well behind, each a week after its end, as the office director does."""
	year = frappe.get_doc("Accounting Year", accounting_year)
	for month in range(1, today.month - OPEN_MONTHS + 1):
		if frappe.db.exists("Month Closing", {"accounting_year": year.name, "month": month, "docstatus": 1}):
			continue
		with (
			clock.on(today.replace(month=month + 1, day=7)),
			acting_as(house.person(folder, "Office Director")),
		):
			closing = {"facility": year.facility, "accounting_year": year.name, "month": month}
			doc = frappe.get_doc({"doctype": "Month Closing", **closing}).insert()
			for row in doc.balances:
				row.statement_balance = row.book_balance
			doc.submit()

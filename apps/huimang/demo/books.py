"""The books of a year: what resolutions name, and the budget they draw on."""

import frappe
from frappe.utils import getdate

from huimang.budget.service import open_books
from huimang.demo import data_files, papers
from huimang.demo.acting import acting_as


def open_year(folder: str, facility: str, year: int) -> str:
	"""Open the books of a year and enter accounts, programs, counterparties and subjects; return the Accounting Year."""
	accounting_year = open_books(facility, year)
	for row in data_files.table(folder, "subjects"):
		_add_subject(facility, **row)
	for row in data_files.table(folder, "accounts"):
		row["is_dedicated_card_account"] = int(row.pop("card") or 0)
		row["account_holder"] = frappe.db.get_value("Facility", facility, "facility_name")
		_add("Facility Bank Account", "account_title", facility=facility, **row)
	for row in data_files.table(folder, "programs"):
		_add("Welfare Program", "program_name", facility=facility, **row)
	for row in data_files.table(folder, "counterparties"):
		_add("Counterparty", "counterparty_name", facility=facility, **row)
	return accounting_year


def subject(facility: str, side: str, name: str) -> str:
	"""The 목 or 세목 of this name."""
	found = {"facility": facility, "side": side, "subject_name": name, "level": ("in", ["Mok", "Semok"])}
	return frappe.db.get_value("Account Subject", found) or frappe.throw(f"{side} {name}?")


def named(doctype: str, facility: str, field: str, value: str) -> str | None:
	"""The name of a facility's record that its people know by `value`; None for no value."""
	return frappe.db.get_value(doctype, {"facility": facility, field: value}) if value else None


def write_budget(folder: str, facility: str, accounting_year: str, writer: str) -> str:
	"""Write the original budget as `writer` would, reported and resolved today; return its name."""
	budget = frappe.new_doc("Facility Budget", facility=facility, accounting_year=accounting_year)
	for row in data_files.table(folder, "budget"):
		side = row.pop("side")
		row["account_subject"] = subject(facility, side, row.pop("subject"))
		row["program"] = named("Welfare Program", facility, "program_name", row["program"])
		row["fund_source"] = named("Fund Source", facility, "fund_source_name", row["fund_source"])
		budget.append("revenue_lines" if side == "Revenue" else "expense_lines", row)
	with acting_as(writer):
		budget.insert()
		today = getdate()
		budget.update(
			{
				"committee_date": today,
				"committee_minutes": papers.of_meeting(budget, "committee_minutes", "시설운영위원회", today),
				"board_date": today,
				"board_minutes": papers.of_meeting(budget, "board_minutes", "이사회", today),
			}
		)
		return budget.save().name


def _add_subject(facility: str, side: str, parent: str, name: str) -> None:
	if frappe.db.exists("Account Subject", {"facility": facility, "side": side, "subject_name": name}):
		return
	found = {"facility": facility, "side": side, "subject_name": parent, "level": ("in", ["Hang", "Mok"])}
	above = frappe.get_all(
		"Account Subject", filters=found, fields=["name", "level", "is_open"], order_by="level"
	)
	parent_name = next(row.name for row in above if row.level == "Mok" or row.is_open)
	values = {"facility": facility, "side": side, "parent_subject": parent_name, "subject_name": name}
	frappe.get_doc({"doctype": "Account Subject", **values}).insert()


def _add(doctype: str, key: str, facility: str, **values) -> None:
	if not named(doctype, facility, key, values[key]):
		frappe.get_doc({"doctype": doctype, "facility": facility, **values}).insert()

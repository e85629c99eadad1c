"""Budget that moved within the year: transfers, with the meetings they took, and uses of the contingency."""

from datetime import date

import frappe
from frappe.utils import getdate

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.demo import books, clock, data_files, papers
from huimang.demo.acting import acting_as
from huimang.demo.house import person

_DAYS = {"Budget Transfer": "transfer_date", "Contingency Use": "use_date"}


def write_moves(folder: str, facility: str, accounting_year: str, today: date) -> int:
	"""Enter the moves of the year until today that are not there yet; return how many that were.

	A demonstration from before there were such moves has closed its months: what lies in them stays out.
	"""
	entered = 0
	closed = frappe.db.get_value("Accounting Year", accounting_year, "closed_through")
	for row in data_files.table(folder, "moves"):
		month, day = map(int, row["day"].split("-"))
		on = today.replace(month=month, day=day)
		found = {"accounting_year": accounting_year, _DAYS[row["kind"]]: on}
		is_open = on <= today and not (closed and on <= getdate(closed))
		if is_open and not frappe.db.exists(row["kind"], found):
			with clock.on(on):
				_live(folder, facility, accounting_year, row, on)
			entered += 1
	return entered


def _live(folder: str, facility: str, accounting_year: str, row: dict[str, str], on: date) -> None:
	with acting_as(person(folder, "Accountant")):
		doc = frappe.get_doc(_values(facility, accounting_year, row, on)).insert()
		if getattr(doc, "meetings_open", False):
			_hold_meetings(doc, on)
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
	for role in ("Office Director", "Facility Head"):
		with acting_as(person(folder, role)):
			doc = approval.decide(doc.doctype, doc.name, "Approve")
	if doc.stage != APPROVED:
		raise frappe.ValidationError(f"{doc.name} is {doc.workflow_state}")


def _hold_meetings(doc, on: date) -> None:
	doc.update(
		{
			"committee_date": on,
			"committee_minutes": papers.of_meeting(doc, "committee_minutes", "시설운영위원회", on),
			"board_date": on,
			"board_minutes": papers.of_meeting(doc, "board_minutes", "이사회", on),
		}
	)
	doc.save()


def _values(facility: str, accounting_year: str, row: dict[str, str], on: date) -> dict:
	source = {
		"subject": books.subject(facility, "Expense", row["subject"]),
		"program": books.named("Welfare Program", facility, "program_name", row["program"]),
		"fund_source": books.named("Fund Source", facility, "fund_source_name", row["fund_source"]),
	}
	line = {"to_subject": books.subject(facility, "Expense", row["to_subject"]), "amount": int(row["amount"])}
	values = {
		"doctype": row["kind"],
		"facility": facility,
		"accounting_year": accounting_year,
		_DAYS[row["kind"]]: on,
		"reason": row["reason"],
		"lines": [line],
	}
	if row["kind"] == "Contingency Use":
		return {
			**values,
			"usage": row["usage"],
			**{f"contingency_{part}": name for part, name in source.items()},
		}
	line.update({f"from_{part}": name for part, name in source.items()})
	return values

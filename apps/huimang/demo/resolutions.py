"""A year of resolutions: written, requested, decided on and settled, each on its own day by those whose turn it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import frappe

from huimang.approval import service as approval
from huimang.approval.stages import CANCELLED, DRAFT, IN_APPROVAL
from huimang.demo import books, clock, data_files, papers, subsidies
from huimang.demo.acting import acting_as
from huimang.demo.house import person
from huimang.resolutions.service import settle

DOCTYPES = {"Income": "Income Resolution", "Expense": "Expense Resolution"}
RETURN_REASON = "품목별 단가가 견적서와 다릅니다. 견적서를 확인하고 다시 올려 주십시오."
CANCEL_REASON = "인쇄 부수를 잘못 적어 취소하고 다시 작성합니다."

# How far each stage of the data goes: how many of the approvers decide, and what comes after them.
APPROVALS = {"Waiting Head": 1, "Approved": 2, "Settled": 2, "Cancelled": 2}


@dataclass
class Happening:
	"""A resolution of the data on one day, with its lines."""

	day: date
	row: dict[str, str]
	lines: list[dict[str, str]] = field(default_factory=list)

	def text(self, value: str) -> str:
		"""A text of the data with the month and the quarter of this day in it."""
		return value.format(month=self.day.month, quarter=(self.day.month + 2) // 3)


def write_year(folder: str, facility: str, accounting_year: str, today: date) -> int:
	"""Enter every resolution that is not there yet, in the order of its days; return how many that were."""
	entered = 0
	for happening in happenings(folder, today):
		doctype = DOCTYPES[happening.row["kind"]]
		purpose = happening.text(happening.row["purpose"])
		if not frappe.db.exists(
			doctype, {"facility": facility, "purpose": purpose, "cause_date": happening.day}
		):
			with clock.on(happening.day):
				_live(folder, facility, accounting_year, doctype, happening)
			entered += 1
	return entered


def happenings(folder: str, today: date) -> list[Happening]:
	"""The resolutions of the year until today: "past" happens in every month before this one, "last" in the last of them, "now" in this one.

	What happens "before" ends with the last month but one: since then the staff is paid by the payroll.
	"""
	found: list[Happening] = []
	current: list[Happening] = []
	for row in data_files.table(folder, "resolutions"):
		if row["kind"]:
			current = [Happening(day, row) for day in _days(row, today)]
			found += current
		for happening in current:
			happening.lines.append(row)
	return sorted(found, key=lambda happening: happening.day)


def _days(row: dict[str, str], today: date) -> Iterator[date]:
	day = int(row["day"])
	if row["months"] == "now" or (row["months"] == "last" and today.month == 1):
		yield today.replace(day=min(day, today.day))
		return
	for month in range(1, today.month):
		is_before = row["months"] == "before" and month < today.month - 1
		is_last = row["months"] == "last" and month == today.month - 1
		if row["months"] == "past" or is_last or is_before or str(month) in row["months"].split(","):
			yield today.replace(month=month, day=day)


def _live(folder: str, facility: str, accounting_year: str, doctype: str, happening: Happening) -> None:
	"""Let one resolution go as far as the data says."""
	stage = happening.row["stage"]
	writer = person(folder, "Accountant")
	approvers = [person(folder, "Office Director"), person(folder, "Facility Head")]
	with acting_as(writer):
		name = _write(facility, accounting_year, doctype, happening)
		if stage == "Draft":
			return
		approval.move_to(doctype, name, IN_APPROVAL)
	if stage == "Returned":
		with acting_as(approvers[0]):
			approval.move_to(doctype, name, DRAFT, RETURN_REASON)
	for approver in approvers[: APPROVALS.get(stage, 0)]:
		with acting_as(approver):
			approval.decide(doctype, name, "Approve")
	if stage in ("Settled", "Cancelled"):
		with acting_as(writer if doctype == "Expense Resolution" else approvers[0]):
			settle(doctype, name, on=happening.day)
	if stage == "Cancelled":
		with acting_as(approvers[1]):
			approval.move_to(doctype, name, CANCELLED, CANCEL_REASON)


def _write(facility: str, accounting_year: str, doctype: str, happening: Happening) -> str:
	row = happening.row
	doc = frappe.get_doc(
		{
			"doctype": doctype,
			"facility": facility,
			"accounting_year": accounting_year,
			"purpose": happening.text(row["purpose"]),
			"cause_date": happening.day,
			"proposal_date": happening.day,
			"bank_account": books.named("Facility Bank Account", facility, "account_title", row["account"]),
			"lines": [_line(facility, doctype, happening, line) for line in happening.lines],
		}
	)
	if row["method"]:
		doc.payment_method = row["method"]
	doc.insert()
	if row["evidence"]:
		papers.attach(doc, row["evidence"], happening.day)
		doc.save()
	return doc.name


def _line(facility: str, doctype: str, happening: Happening, row: dict[str, str]) -> dict:
	side = doctype.split()[0].replace("Income", "Revenue")
	line = {
		"account_subject": books.subject(facility, side, row["subject"]),
		"program": books.named("Welfare Program", facility, "program_name", row["program"]),
		"fund_source": books.named("Fund Source", facility, "fund_source_name", row["fund_source"]),
		"counterparty": books.named("Counterparty", facility, "counterparty_name", row["counterparty"]),
		"description": happening.text(row["description"]),
		"amount": int(row["amount"]),
	}
	if row["counter_subject"]:
		line["counter_subject"] = books.subject(facility, "Revenue", row["counter_subject"])
	if happening.row["stage"] == "Settled":
		line["subsidy_grant"] = subsidies.charged_to(doctype, facility, line, happening.day)
	return line

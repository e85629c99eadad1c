"""Brings a list of Hometax in: checks every row and tells all that is wrong, then takes all of it or nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import frappe
from frappe import _

from huimang.errors import obey, rule_message
from huimang.migration import invoice_sheet, workbook
from huimang.migration.invoice_sheet import CASH_RECEIPT, Record
from huimang.rules import identifiers
from huimang.tax import invoices
from huimang.tax.invoices import DOCTYPE


@dataclass
class Report:
	"""What a file would do, or why it cannot be taken."""

	sheet: str = ""
	rows: int = 0
	new: int = 0
	known: int = 0
	received: int = 0
	issued: int = 0
	total_amount: int = 0
	faults: list[dict] = field(default_factory=list)

	@property
	def is_clean(self) -> bool:
		return bool(self.rows) and not self.faults

	def as_dict(self) -> dict:
		return {**asdict(self), "is_clean": self.is_clean}


class InvoiceImport:
	"""One file for one facility: `report` tells what it would do, `take_over` makes its records."""

	def __init__(self, facility: str, content: bytes):
		self.facility = facility
		self.own = _own_numbers(facility)
		self.report = Report()
		self.planned: dict[str, dict] = {}
		reading = obey(lambda: invoice_sheet.read(workbook.read_sheets(content)))
		self.report.sheet = reading.sheet
		self.report.rows = len(reading.records)
		wrong = {fault.row for fault in reading.faults}
		self.report.faults = [
			_fault(fault.row, fault.column, fault.value, rule_message(fault.violation))
			for fault in reading.faults
		]
		for record in reading.records:
			if record.row not in wrong:
				self._plan(record)
		self.report.faults.sort(key=lambda fault: fault["row"])
		self._count()

	def take_over(self) -> int:
		"""Make the records that are not there yet; the file must be clean."""
		for values in self.planned.values():
			frappe.get_doc({"doctype": DOCTYPE, "facility": self.facility, **values}).insert()
		return len(self.planned)

	def _plan(self, record: Record) -> None:
		direction, unit = self._side(record)
		if not direction:
			self.report.faults.append(
				_fault(
					record.row,
					_("Business Registration No."),
					record.buyer_no or record.seller_no,
					_(
						"Neither seller nor buyer is this facility. Please check which facility the list belongs to."
					),
				)
			)
			return
		is_received = direction == "Received"
		number, name = (record.seller_no, record.seller) if is_received else (record.buyer_no, record.buyer)
		shown = identifiers.show_business_no(number)
		values = {
			"direction": direction,
			"accounting_unit": unit,
			"kind": record.kind,
			"is_electronic": 1,
			"issued_on": record.day,
			"approval_no": record.approval_no,
			"counterparty_name": name or shown or _("Individual"),
			"counterparty_no": shown or None,
			"supply_amount": record.supply_amount,
			"tax_amount": record.tax_amount,
			"service_amount": record.total_amount - record.supply_amount - record.tax_amount,
			"total_amount": record.total_amount,
			"item": record.item[:140],
			"note": record.note[:255],
		}
		key = invoices.key_of(
			record.kind, record.approval_no, record.day, shown, record.total_amount, direction
		)
		if key in self.planned:
			self.report.faults.append(
				_fault(
					record.row,
					_("Approval No."),
					record.approval_no,
					_("This approval number stands in the file twice."),
				)
			)
			return
		self.planned[key] = values

	def _side(self, record: Record) -> tuple[str, str]:
		"""Return whether the facility received or issued it, and in which of its accounting units."""
		if record.kind == CASH_RECEIPT:
			return "Received", "Facility"
		if record.buyer_no in self.own:
			return "Received", self.own[record.buyer_no]
		if record.seller_no in self.own:
			return "Issued", self.own[record.seller_no]
		return "", ""

	def _count(self) -> None:
		known = set()
		if self.planned:
			known = set(
				frappe.get_all(
					DOCTYPE,
					{"facility": self.facility, "record_key": ("in", list(self.planned))},
					pluck="record_key",
				)
			)
		self.planned = {key: values for key, values in self.planned.items() if key not in known}
		report = self.report
		report.known, report.new = len(known), len(self.planned)
		report.received = sum(values["direction"] == "Received" for values in self.planned.values())
		report.issued = report.new - report.received
		report.total_amount = sum(values["total_amount"] for values in self.planned.values())


def _own_numbers(facility: str) -> dict[str, str]:
	"""Return the numbers by which tax papers name a facility, with the accounting unit each stands for."""
	doc = frappe.get_cached_doc("Facility", facility)
	own = {}
	if doc.corporation and (number := frappe.get_cached_value("Corporation", doc.corporation, "unique_no")):
		own[number] = "Corporation"
	own[doc.unique_no] = "Facility"
	return {"".join(filter(str.isdigit, number or "")): unit for number, unit in own.items()}


def _fault(row: int, column: str, value: str, reason: str) -> dict:
	return {"row": row, "column": column, "value": value, "reason": reason}

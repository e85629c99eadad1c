"""Brings a workbook of attendance in: checks every row and tells all that is wrong, then takes all of it or nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date

import frappe
from frappe import _

from huimang.errors import obey, rule_message
from huimang.migration import attendance_sheet, workbook
from huimang.migration.attendance_sheet import Entry
from huimang.rules.account_subjects import name_key

DOCTYPE = "Attendance Record"


@dataclass
class Report:
	"""What a file would do, or why it cannot be taken."""

	sheet: str = ""
	rows: int = 0
	new: int = 0
	changed: int = 0
	known: int = 0
	faults: list[dict] = field(default_factory=list)

	@property
	def is_clean(self) -> bool:
		return bool(self.rows) and not self.faults

	def as_dict(self) -> dict:
		return {**asdict(self), "is_clean": self.is_clean}


class AttendanceImport:
	"""One file for one facility: `report` tells what it would do, `take_over` makes and changes its records."""

	def __init__(self, facility: str, content: bytes):
		self.facility = facility
		self.report = Report()
		self.planned: list[tuple[str | None, dict]] = []
		reading = obey(lambda: attendance_sheet.read(workbook.read_sheets(content)))
		self.report.sheet, self.report.rows = reading.sheet, len(reading.entries)
		self.report.faults = [
			_fault(fault.row, fault.column, fault.value, rule_message(fault.violation))
			for fault in reading.faults
		]
		self.people = _people(facility)
		wrong = {fault.row for fault in reading.faults}
		sound = [entry for entry in reading.entries if entry.row not in wrong]
		self._plan(sound)
		self.report.faults.sort(key=lambda fault: fault["row"])

	def take_over(self) -> int:
		"""Write the records; the file must be clean. Returns how many were made or changed."""
		for name, values in self.planned:
			doc = frappe.get_doc(DOCTYPE, name) if name else frappe.get_doc({"doctype": DOCTYPE, **values})
			doc.update({**values, "source": "Excel"})
			doc.save()
		return len(self.planned)

	def _plan(self, entries: list[Entry]) -> None:
		seen: set[tuple[str, date]] = set()
		found: list[tuple[Entry, str]] = []
		for entry in entries:
			employee = self._find(entry)
			if not employee:
				continue
			if (employee, entry.day) in seen:
				self._refuse(
					entry, _("Day"), str(entry.day), _("This person and day stand in the file twice.")
				)
				continue
			seen.add((employee, entry.day))
			found.append((entry, employee))
		known = self._known(
			{employee for _entry, employee in found}, [entry.day for entry, _employee in found]
		)
		for entry, employee in found:
			values = {
				"facility": self.facility,
				"employee": employee,
				"work_date": entry.day,
				"status": entry.status or "Present",
				"check_in": entry.came,
				"check_out": entry.left,
				"break_minutes": entry.break_minutes,
				"note": entry.note,
			}
			there = known.get((employee, entry.day))
			if there and _is_same(there, values):
				self.report.known += 1
				continue
			self.planned.append((there.name if there else None, values))
			if there:
				self.report.changed += 1
			else:
				self.report.new += 1

	def _find(self, entry: Entry) -> str | None:
		"""Return the employee of a row by number, or by a name that only one person has."""
		rows = (
			self.people["number"].get(entry.number, [])
			if entry.number
			else self.people["name"].get(name_key(entry.name), [])
		)
		written = entry.number or entry.name
		if not rows:
			self._refuse(
				entry, _("Employee"), written, _("{0} is no employee of this facility.").format(written)
			)
		elif len(rows) > 1:
			self._refuse(
				entry,
				_("Name"),
				written,
				_("Several people have this name. Please enter the employee number."),
			)
		elif entry.name and name_key(rows[0].full_name) != name_key(entry.name):
			self._refuse(
				entry,
				_("Name"),
				entry.name,
				_("The number {0} is that of {1}.").format(entry.number, rows[0].full_name),
			)
		elif (
			not rows[0].hired_on
			or entry.day < rows[0].hired_on
			or (rows[0].left_on and entry.day > rows[0].left_on)
		):
			self._refuse(
				entry,
				_("Day"),
				str(entry.day),
				_("{0} does not work here on that day.").format(rows[0].full_name),
			)
		else:
			return rows[0].name
		return None

	def _known(self, employees: set[str], days: list[date]) -> dict[tuple[str, date], frappe._dict]:
		if not days:
			return {}
		rows = frappe.get_all(
			DOCTYPE,
			{"employee": ("in", sorted(employees)), "work_date": ("between", [min(days), max(days)])},
			["name", "employee", "work_date", "status", "check_in", "check_out", "note"],
		)
		return {(row.employee, row.work_date): row for row in rows}

	def _refuse(self, entry: Entry, column: str, value: str, reason: str) -> None:
		self.report.faults.append(_fault(entry.row, column, value, frappe.utils.escape_html(reason)))


def _people(facility: str) -> dict[str, dict[str, list[frappe._dict]]]:
	people: dict[str, dict[str, list]] = {"number": {}, "name": {}}
	for row in frappe.get_all(
		"Facility Employee",
		{"facility": facility},
		["name", "employee_no", "full_name", "hired_on", "left_on"],
	):
		people["number"].setdefault(row.employee_no, []).append(row)
		people["name"].setdefault(name_key(row.full_name), []).append(row)
	return people


def _is_same(there: frappe._dict, values: dict) -> bool:
	"""Whether a record says already what a row says; lateness is found out by the record itself."""
	came_same = there.check_in == values["check_in"] and there.check_out == values["check_out"]
	told = {"Present", "Late", "Left Early"}
	status_same = there.status == values["status"] or {there.status, values["status"]} <= told
	return came_same and status_same and (there.note or "") == (values["note"] or "")


def _fault(row: int, column: str, value: str, reason: str) -> dict:
	return {"row": row, "column": column, "value": value, "reason": reason}

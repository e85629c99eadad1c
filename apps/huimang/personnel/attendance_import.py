"""A list of attendance: whom and which day a row means, and whether it says anything new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _

from huimang.migration.attendance_sheet import LAYOUT
from huimang.migration.layout import Entry, Layout
from huimang.migration.upload import Refused, Upload
from huimang.personnel.listed import Listed


class AttendanceUpload(Upload):
	"""Attendance of a facility's people."""

	doctype = "Attendance Record"
	template = "출근부 서식"

	def layouts(self) -> Sequence[Layout]:
		return (LAYOUT,)

	def prepare(self, entries: list[Entry]) -> None:
		self.people = Listed(self.facility)

	def plan(self, entry: Entry) -> dict:
		person = self.people.find(entry)
		day = entry["day"]
		if not person.hired_on or day < person.hired_on or (person.left_on and day > person.left_on):
			raise Refused("day", _("{0} does not work here on that day.").format(person.full_name))
		return {
			"employee": person.name,
			"work_date": day,
			"status": entry["status"] or "Present",
			"check_in": entry["came"],
			"check_out": entry["left"],
			"break_minutes": entry["break_minutes"] or 0,
			"note": entry["note"],
			"source": "Excel",
		}

	def key(self, values: dict) -> tuple:
		return values["employee"], values["work_date"]

	def twice(self) -> tuple[str, str]:
		return "day", _("This person and day stand in the file twice.")

	def known(self, keys: list[tuple]) -> dict[tuple, frappe._dict]:
		days = [day for _employee, day in keys]
		rows = frappe.get_all(
			self.doctype,
			{
				"employee": ("in", sorted({employee for employee, _day in keys})),
				"work_date": ("between", [min(days), max(days)]),
			},
			["name", "employee", "work_date", "status", "check_in", "check_out", "note"],
		)
		return {(row.employee, row.work_date): row for row in rows}

	def is_changed(self, there: Any, values: dict) -> bool:
		"""Lateness is found out by the record itself: it is no difference."""
		times_same = there.check_in == values["check_in"] and there.check_out == values["check_out"]
		told = {"Present", "Late", "Left Early"}
		status_same = there.status == values["status"] or {there.status, values["status"]} <= told
		return not (times_same and status_same and (there.note or "") == (values["note"] or ""))

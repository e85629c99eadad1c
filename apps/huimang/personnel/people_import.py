"""A facility's old list of people: which cards its rows become. Who is there already is passed over."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.migration.employee_sheet import LAYOUT
from huimang.migration.layout import Entry, Layout
from huimang.migration.upload import Upload
from huimang.personnel.people import EMPLOYEE
from huimang.rules.account_subjects import name_key


class EmployeeUpload(Upload):
	"""The people of a facility (직원명부), known again by name and day of hiring."""

	doctype = EMPLOYEE
	template = "직원 서식"

	def layouts(self) -> Sequence[Layout]:
		return (LAYOUT,)

	def plan(self, entry: Entry) -> dict:
		values = {field: value for field, value in entry.items() if value not in (None, "")}
		holder = {"account_holder": entry["full_name"]} if entry["account_number"] else {}
		return {**holder, **values}

	def key(self, values: dict) -> Hashable:
		return name_key(values["full_name"]), getdate(values["hired_on"])

	def known(self, keys: list) -> dict[Hashable, Any]:
		rows = frappe.get_all(EMPLOYEE, {"facility": self.facility}, ["name", "full_name", "hired_on"])
		return {self.key(row): row for row in rows if row.hired_on}

	def twice(self) -> tuple[str, str]:
		return "full_name", _("This person stands in the file twice.")

"""Pay by Excel: the months that were paid before a facility began here, and the entries of a month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _

from huimang.migration.layout import Entry, Layout
from huimang.migration.lookup import Named
from huimang.migration.payroll_sheets import ENTRIES, OPENING_PAY
from huimang.migration.upload import Upload
from huimang.money import won
from huimang.personnel.listed import Listed

_AMOUNTS = (
	*("gross", "tax_free", "overtime_free", "bonus", "income_tax", "local_tax"),
	*("pension", "health", "care", "unemployment"),
)


class OpeningPayUpload(Upload):
	"""도입 전 급여 of a facility's people."""

	doctype = "Opening Pay"
	template = "도입 전 급여 서식"

	def layouts(self) -> Sequence[Layout]:
		return (OPENING_PAY,)

	def prepare(self, entries: list[Entry]) -> None:
		self.people = Listed(self.facility)

	def plan(self, entry: Entry) -> dict:
		amounts = {field: entry[field] or 0 for field in _AMOUNTS}
		told = {field: entry[field] for field in ("year", "month", "pay_day", "note")}
		return {"employee": self.people.find(entry).name, **told, **amounts}

	def key(self, values: dict) -> tuple:
		return values["employee"], values["year"], values["month"]

	def twice(self) -> tuple[str, str]:
		return "month", _("This person and month stand in the file twice.")

	def known(self, keys: list[tuple]) -> dict[tuple, frappe._dict]:
		people = sorted({employee for employee, _year, _month in keys})
		rows = frappe.get_all(
			self.doctype,
			{"facility": self.facility, "employee": ("in", people)},
			["name", "employee", "year", "month", *_AMOUNTS],
		)
		return {(row.employee, row.year, row.month): row for row in rows}

	def is_changed(self, there: Any, values: dict) -> bool:
		return any(won(there[field]) != values[field] for field in _AMOUNTS)


class EntriesUpload(Upload):
	"""변동자료: hours and amounts of a month."""

	doctype = "Payroll Input"
	template = "변동자료 서식"

	def layouts(self) -> Sequence[Layout]:
		return (ENTRIES,)

	def prepare(self, entries: list[Entry]) -> None:
		self.people = Listed(self.facility)
		self.items = Named("Pay Item", self.facility, by=("item_name",), filters={"is_active": 1})

	def plan(self, entry: Entry) -> dict:
		return {
			"employee": self.people.find(entry).name,
			"pay_item": self.items.find("item", entry["item"]).name,
			"hours": entry["hours"] or 0,
			**{field: entry[field] for field in ("year", "month", "amount", "note")},
		}

	def key(self, values: dict) -> tuple:
		return tuple(values[field] for field in ("employee", "year", "month", "pay_item"))

	def twice(self) -> tuple[str, str]:
		return "item", _("This person, month and pay item stand in the file twice.")

	def known(self, keys: list[tuple]) -> dict[tuple, frappe._dict]:
		rows = frappe.get_all(
			self.doctype,
			{"facility": self.facility, "employee": ("in", sorted({key[0] for key in keys}))},
			["name", "employee", "year", "month", "pay_item", "hours", "amount"],
		)
		return {(row.employee, row.year, row.month, row.pay_item): row for row in rows}

	def is_changed(self, there: Any, values: dict) -> bool:
		return there.hours != values["hours"] or won(there.amount) != values["amount"]

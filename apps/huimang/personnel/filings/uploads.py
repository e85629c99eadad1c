"""Results of the year-end adjustment by Excel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _

from huimang.migration.layout import Entry, Layout
from huimang.migration.upload import Upload
from huimang.migration.year_end_sheet import YEAR_END
from huimang.money import won
from huimang.personnel.filings.year_end import ADJUSTMENT
from huimang.personnel.listed import Listed

_AMOUNTS = ("income_tax", "local_tax", "earlier_pay", "earlier_income_tax", "earlier_local_tax")


class YearEndUpload(Upload):
	"""연말정산 결과 of a facility's people: new adjustments, and those that were made without a result."""

	doctype = ADJUSTMENT
	template = "연말정산 결과 서식"

	def layouts(self) -> Sequence[Layout]:
		return (YEAR_END,)

	def prepare(self, entries: list[Entry]) -> None:
		self.people = Listed(self.facility)

	def plan(self, entry: Entry) -> dict:
		amounts = {field: entry[field] or 0 for field in _AMOUNTS}
		told = {"year": entry["year"], "note": entry["note"], "is_known": 1}
		return {"employee": self.people.find(entry).name, **told, **amounts}

	def key(self, values: dict) -> tuple:
		return values["employee"], values["year"]

	def twice(self) -> tuple[str, str]:
		return "year", _("This person and year stand in the file twice.")

	def known(self, keys: list[tuple]) -> dict[tuple, frappe._dict]:
		rows = frappe.get_all(
			self.doctype,
			{"facility": self.facility, "employee": ("in", sorted({employee for employee, _year in keys}))},
			["name", "employee", "year", "is_known", *_AMOUNTS],
		)
		return {(row.employee, row.year): row for row in rows}

	def is_changed(self, there: Any, values: dict) -> bool:
		return not there.is_known or any(won(there[field]) != values[field] for field in _AMOUNTS)

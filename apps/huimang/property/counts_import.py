"""A list of what was counted: which line of the sheet a row means, and whether it says anything new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from huimang.facility import access
from huimang.migration.counts_sheet import LAYOUT
from huimang.migration.layout import Entry, Layout
from huimang.migration.lookup import Named
from huimang.migration.upload import Refused, Upload
from huimang.property import inspection
from huimang.rules import inspection as rules


class CountsUpload(Upload):
	"""What was counted on the sheet that the dialog names (option `inspection`)."""

	doctype = inspection.ITEM
	template = "재물조사 입력 서식"

	@classmethod
	def require(cls, facility: str, undo: bool = False) -> None:
		access.require(facility, cls.doctype, "write")

	def layouts(self) -> Sequence[Layout]:
		return (LAYOUT,)

	def prepare(self, entries: list[Entry]) -> None:
		if frappe.db.get_value(inspection.SHEET, self.options.inspection, "facility") != self.facility:
			frappe.throw(_("Please choose a count."))
		rows = frappe.get_all(
			self.doctype,
			{"inspection": self.options.inspection},
			[
				"name",
				"asset_no",
				"book_quantity",
				"disposed_since",
				"place",
				*inspection.COUNT_FIELDS,
				"is_checked",
			],
		)
		self.lines = {row.asset_no: row for row in rows if row.asset_no}
		self.places = Named("Asset Place", self.facility, by=("place_name",))

	def plan(self, entry: Entry) -> dict:
		line = self.lines.get(entry["number"])
		if not line:
			raise Refused("number", _("{0} is not on this sheet.").format(entry["number"]))
		counted, condition = entry["counted"], entry["condition"]
		if counted is None:
			counted = 0 if condition == rules.MISSING else line.book_quantity - line.disposed_since
		if counted < 0 or (counted and condition == rules.MISSING):
			raise Refused("counted", _("What is not there has the quantity 0. Please check the row."))
		place = self.places.find("place", entry["place"])
		return {
			"line": line.name,
			"counted": counted,
			"condition": condition or (rules.GOOD if counted else rules.MISSING),
			"label_state": entry["label"] or line.label_state or "Good",
			"found_place": place.name if place else line.place,
			"remarks": entry["remarks"] or line.remarks,
		}

	def key(self, values: dict) -> str:
		return values["line"]

	def known(self, keys: list[str]) -> dict[str, Any]:
		return {line.name: line for line in self.lines.values()}

	def is_changed(self, there: Any, values: dict) -> bool:
		texts = ("condition", "label_state", "found_place", "remarks")
		return (
			not there.is_checked
			or cint(there.counted) != values["counted"]
			or any((there[field] or "") != (values[field] or "") for field in texts)
		)

	def write(self, values: dict, name: str | None) -> None:
		doc = frappe.get_doc(self.doctype, name)
		doc.update({field: value for field, value in values.items() if field != "line"})
		doc.save()

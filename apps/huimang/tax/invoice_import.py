"""A list of Hometax: whether the facility bought or sold, and which of it is there already."""

from __future__ import annotations

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import fmt_money

from huimang.migration.invoice_sheet import CASH_RECEIPT, LAYOUTS
from huimang.migration.layout import Entry, Layout
from huimang.migration.upload import Planned, Refused, Upload
from huimang.rules import identifiers
from huimang.tax import invoices


class InvoiceUpload(Upload):
	"""Tax invoices, invoices and cash receipts as Hometax lists them."""

	doctype = invoices.DOCTYPE

	@classmethod
	def require(cls, facility: str, undo: bool = False) -> None:
		invoices.require_write(facility)

	def layouts(self) -> Sequence[Layout]:
		return LAYOUTS

	def prepare(self, entries: list[Entry]) -> None:
		self.own = _own_numbers(self.facility)

	def plan(self, entry: Entry) -> dict:
		direction, unit = self._side(entry)
		side = "seller" if direction == "Received" else "buyer"
		shown = identifiers.show_business_no(entry[f"{side}_no"])
		total = entry["total_amount"]
		values = {
			"direction": direction,
			"accounting_unit": unit,
			"kind": entry["kind"],
			"is_electronic": 1,
			"issued_on": entry["day"],
			"approval_no": entry["approval_no"],
			"counterparty_name": entry[side] or shown or _("Individual"),
			"counterparty_no": shown or None,
			"supply_amount": entry["supply_amount"],
			"tax_amount": entry["tax_amount"],
			"service_amount": total - entry["supply_amount"] - entry["tax_amount"],
			"total_amount": total,
			"item": entry["item"][:140],
			"note": entry["note"][:255],
		}
		values["record_key"] = invoices.key_of(
			entry["kind"], entry["approval_no"], entry["day"], shown, total, direction
		)
		return values

	def key(self, values: dict) -> str | None:
		return values["record_key"]

	def twice(self) -> tuple[str, str]:
		return "approval_no", _("This approval number stands in the file twice.")

	def known(self, keys: list[str]) -> dict[str, frappe._dict]:
		rows = frappe.get_all(
			self.doctype,
			{"facility": self.facility, "record_key": ("in", keys)},
			["name", "record_key"],
		)
		return {row.record_key: row for row in rows}

	def notes(self, planned: list[Planned]) -> list[str]:
		received = sum(item.values["direction"] == "Received" for item in planned)
		total = fmt_money(sum(item.values["total_amount"] for item in planned), 0)
		return [
			_("{0} received, {1} issued, {2} won in total.").format(received, len(planned) - received, total)
		]

	def _side(self, entry: Entry) -> tuple[str, str]:
		"""Return whether the facility received or issued it, and in which of its accounting units."""
		if entry["kind"] == CASH_RECEIPT:
			return "Received", "Facility"
		if entry["buyer_no"] in self.own:
			return "Received", self.own[entry["buyer_no"]]
		if entry["seller_no"] in self.own:
			return "Issued", self.own[entry["seller_no"]]
		raise Refused(
			"buyer_no",
			_("Neither seller nor buyer is this facility. Please check which facility the list belongs to."),
		)


def _own_numbers(facility: str) -> dict[str, str]:
	"""Return the numbers by which tax papers name a facility, with the accounting unit each stands for."""
	doc = frappe.get_cached_doc("Facility", facility)
	own = {}
	if doc.corporation and (number := frappe.get_cached_value("Corporation", doc.corporation, "unique_no")):
		own[number] = "Corporation"
	own[doc.unique_no] = "Facility"
	return {"".join(filter(str.isdigit, number or "")): unit for number, unit in own.items()}

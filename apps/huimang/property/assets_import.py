"""A facility's old register: which cards its rows become. A number that is there already is passed over."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import frappe
from frappe import _

from huimang.migration.asset_sheet import LAYOUT
from huimang.migration.layout import Entry, Layout
from huimang.migration.lookup import Named
from huimang.migration.upload import Planned, Refused, Upload
from huimang.property import assets, register
from huimang.rules.account_subjects import name_key

_PLACE = "Asset Place"


class AssetUpload(Upload):
	"""A register of assets (비품관리대장, 재산대장)."""

	doctype = assets.ASSET
	template = "자산대장 입력 서식"

	def layouts(self) -> Sequence[Layout]:
		return (LAYOUT,)

	def prepare(self, entries: list[Entry]) -> None:
		rows = frappe.get_all(assets.CLASS, {"is_active": 1}, ["name", "item_code"])
		self.classes = {name_key(row.name): row.name for row in rows}
		self.classes |= {row.item_code: row.name for row in rows if row.item_code}
		self.funds = Named("Fund Source", self.facility, by=("fund_source_name",))
		places = frappe.get_all(_PLACE, {"facility": self.facility}, ["name", "place_name"])
		self.places = {name_key(row.place_name): row.name for row in places}

	def plan(self, entry: Entry) -> dict:
		chosen = self.classes.get(name_key(entry["asset_class"])) or self.classes.get(entry["asset_class"])
		if not chosen:
			raise Refused(
				"asset_class",
				_("There is no class {0}. Where none fits, write 기타 비품.").format(entry["asset_class"]),
			)
		fund = self.funds.find("fund_source", entry["fund_source"])
		values = {field: value for field, value in entry.items() if value not in (None, "")}
		values |= {
			"asset_class": chosen,
			"fund_source": fund and fund.name,
			"in_service_on": entry["in_service_on"] or entry["acquired_on"],
			"acquisition_type": entry["acquisition_type"] or "Purchase",
			"valuation": _("Taken over from the old register", "ko"),
		}
		if "is_depreciable" not in values:
			price = values["cost"] // values["quantity"]
			values["is_depreciable"] = int(not register.is_cheap(self.facility, price, values))
		return values

	def key(self, values: dict) -> Hashable:
		return values["former_no"]

	def known(self, keys: list) -> dict[Hashable, Any]:
		rows = frappe.get_all(
			self.doctype, {"facility": self.facility, "former_no": ("in", keys)}, ["name", "former_no"]
		)
		return {row.former_no: row for row in rows}

	def twice(self) -> tuple[str, str]:
		return "former_no", _("This number stands in the file twice.")

	def write(self, values: dict, name: str | None) -> None:
		written = values.get("place")
		super().write({**values, "place": self._place(written) if written else None}, name)

	def notes(self, planned: list[Planned]) -> list[str]:
		new = {item.values["place"] for item in planned if item.values.get("place")}
		new = sorted(place for place in new if name_key(place) not in self.places)
		return [_("These places will be made: {0}").format(", ".join(new))] if new else []

	def _place(self, written: str) -> str:
		"""Return the place that a row names, made where the facility has none of that name."""
		key = name_key(written)
		if key not in self.places:
			place = {"doctype": _PLACE, "facility": self.facility, "place_name": written}
			self.places[key] = frappe.get_doc(place).insert().name
		return self.places[key]

"""What the forms of assets and their events may call."""

from __future__ import annotations

import frappe
from frappe.utils import cint

from huimang.errors import obey
from huimang.facility import access
from huimang.money import won
from huimang.property import assets, events, handover, queries, register, sales
from huimang.property.assets import ASSET
from huimang.property.events import EVENT

_EVENT_FIELDS = (
	*("event_date", "reason", "to_place", "to_department", "to_keeper", "to_used_by", "other_party", "until"),
	*("is_finished", "expense_resolution"),
)


@frappe.whitelist(methods=["GET", "POST"])
def suggestions(facility: str, asset_class: str) -> dict:
	"""Return what a new asset of a class starts with."""
	access.require(facility, ASSET, "read")
	return assets.suggestions(facility, asset_class)


@frappe.whitelist(methods=["GET", "POST"])
def lines_to_register(resolution: str) -> list[dict]:
	"""Return the lines of an Expense Resolution with the won of each that nothing in register or stock stands for."""
	frappe.get_doc(register.purchases.RESOLUTION, resolution).check_permission("read")
	return register.lines_to_register(resolution)


@frappe.whitelist(methods=["POST"])
def register_line(
	resolution: str,
	row: str,
	values: str | dict,
	amount: int | float | str,
	units: int | str = 1,
	as_set: int | str | bool = False,
) -> list[str]:
	"""Register what a line of an approved Expense Resolution has bought; return the numbers of the assets."""
	frappe.get_doc(register.purchases.RESOLUTION, resolution).check_permission("read")
	given = frappe.parse_json(values)
	return register.of_line(resolution, row, given, obey(won, amount), cint(units), bool(cint(as_set)))


@frappe.whitelist(methods=["POST"])
def record_event(facility: str, kind: str, names: str | list, values: str | dict) -> str:
	"""Write an event of some assets down; what nobody has to decide on takes place at once. Return its name."""
	access.require(facility, EVENT, "create")
	given = {key: value for key, value in frappe.parse_json(values).items() if key in _EVENT_FIELDS and value}
	return events.record(facility, kind, frappe.parse_json(names), **given).name


@frappe.whitelist(methods=["GET", "POST"])
def value_by_year(name: str) -> dict:
	"""Return the value of an asset year by year."""
	frappe.get_doc(ASSET, name).check_permission("read")
	return queries.value_by_year(frappe.db.get_value(ASSET, name, "facility"), name)


@frappe.whitelist(methods=["GET", "POST"])
def history(name: str) -> list[dict]:
	"""Return the events of an asset."""
	frappe.get_doc(ASSET, name).check_permission("read")
	return queries.history(name)


@frappe.whitelist(methods=["GET", "POST"])
def unregistered() -> list[dict]:
	"""Return what was bought on the subjects for assets and is not in the register yet, in the user's facilities."""
	frappe.has_permission(ASSET, "create", throw=True)
	return queries.unregistered()


@frappe.whitelist(methods=["POST"])
def income_of_sale(event: str) -> str:
	"""Write the Income Resolution of an approved sale, or return the one that is there."""
	frappe.get_doc(EVENT, event).check_permission("write")
	return sales.draft_income(event)


@frappe.whitelist(methods=["GET", "POST"])
def sisters(facility: str) -> list[dict]:
	"""Return the facilities of the corporation to which a facility may hand things over."""
	access.require(facility, EVENT, "create")
	return handover.sisters(facility)


@frappe.whitelist(methods=["GET", "POST"])
def handed_over() -> list[dict]:
	"""Return what other facilities have handed over to the user's and nobody has taken over yet."""
	facilities = access.facilities_for(frappe.session.user, ASSET, "create")
	return handover.waiting(facilities or ())


@frappe.whitelist(methods=["POST"])
def take_over(facility: str, event: str, values: str | dict) -> list[str]:
	"""Enter what was handed over to a facility in its register; return the numbers of its cards."""
	access.require(facility, ASSET, "create")
	return handover.take_over(facility, event, frappe.parse_json(values))

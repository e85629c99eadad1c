"""What Desk and REST may call of severance settlements. Everything that changes something is POST."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from huimang.facility import access
from huimang.personnel.payroll.told import steps_in_words
from huimang.personnel.severance import service
from huimang.personnel.severance.service import SETTLEMENT


@frappe.whitelist()
def defaults(facility: str, employee: str | None = None) -> dict[str, Any]:
	"""Return what a new settlement starts with, for whoever may write settlements."""
	access.require(facility, SETTLEMENT, "create")
	return service.defaults(facility, employee)


@frappe.whitelist(methods=["POST"])
def take_wages(name: str) -> None:
	"""Take the wages of a draft from the payslips anew."""
	access.require(_facility_of(name), SETTLEMENT, "create")
	doc = frappe.get_doc(SETTLEMENT, name)
	service.take_wages(doc)
	doc.save()


@frappe.whitelist()
def unfolded(name: str) -> list[dict[str, Any]]:
	"""Return how a settlement was reckoned, for whoever sees everybody's pay."""
	access.require(_facility_of(name), "Employee Pay", "read")
	return steps_in_words(frappe.db.get_value(SETTLEMENT, name, "steps"))


@frappe.whitelist(methods=["POST"])
def complete_resolution(name: str) -> str | None:
	"""Write the resolution of a confirmed settlement again, after it was cancelled or deleted."""
	access.require(_facility_of(name), SETTLEMENT, "read")
	doc = frappe.get_doc(SETTLEMENT, name, for_update=True)
	if doc.stage != "Settled":
		frappe.throw(_("{0} is not confirmed yet. It is paid once it is.").format(doc.title))
	return service.make_resolution(doc)


def _facility_of(name: str) -> str:
	"""Return the facility of a settlement. Raises where there is none."""
	facility = frappe.db.get_value(SETTLEMENT, name, "facility")
	if not facility:
		frappe.throw(_("{0} {1} not found").format(_(SETTLEMENT), name), frappe.DoesNotExistError)
	return facility

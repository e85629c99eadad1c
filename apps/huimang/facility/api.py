"""What Desk and REST may call of this area. Everything that changes something is POST."""

import frappe
from frappe.utils import validate_email_address

from huimang.facility import access, queries, service

_MEMBERSHIP = "Facility Membership"


@frappe.whitelist()
def staff(facility: str) -> list[dict]:
	"""The people of a facility with their positions, roles and duties, those who have left last."""
	access.require(facility, _MEMBERSHIP)
	return queries.staff(facility)


@frappe.whitelist()
def grantable_roles(facility: str) -> list[str]:
	"""The roles that the user may give in this facility, highest first."""
	access.require(facility, _MEMBERSHIP)
	return queries.grantable_roles(facility, frappe.session.user)


@frappe.whitelist(methods=["POST"])
def add_member(
	facility: str,
	email: str,
	full_name: str,
	roles: str | list[str],
	position_title: str = "",
	is_revenue_officer: int = 0,
	is_disbursing_officer: int = 0,
) -> str | None:
	"""Take somebody into the facility; the answer is the link by which a new person sets a password, once."""
	access.require(facility, _MEMBERSHIP, "create")
	return service.join_facility(
		facility,
		validate_email_address(email.strip().lower(), throw=True),
		full_name.strip(),
		position_title=position_title,
		roles=frappe.parse_json(roles),
		is_revenue_officer=is_revenue_officer,
		is_disbursing_officer=is_disbursing_officer,
	)


@frappe.whitelist(methods=["POST"])
def remove_member(facility: str, user: str) -> None:
	"""End somebody's membership today and log them out."""
	access.require(facility, _MEMBERSHIP, "write")
	service.leave_facility(facility, user)


@frappe.whitelist(methods=["POST"])
def login_link(facility: str, user: str) -> str:
	"""A new link by which a member sets a password, once."""
	access.require(facility, _MEMBERSHIP, "create")
	return service.new_login_link(facility, user)

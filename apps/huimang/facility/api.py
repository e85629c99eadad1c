"""What Desk and REST may call of this area. Everything that changes something is POST."""

import frappe
from frappe.utils import validate_email_address

from huimang.facility import access, queries, service
from huimang.security import access_log

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
def change_member(
	facility: str,
	user: str,
	roles: str | list[str],
	position_title: str = "",
	is_revenue_officer: int = 0,
	is_disbursing_officer: int = 0,
	from_date: str | None = None,
	to_date: str | None = None,
) -> None:
	"""Change what somebody may do in the facility, and until when."""
	access.require(facility, _MEMBERSHIP, "write")
	service.change_member(
		facility,
		user,
		roles=frappe.parse_json(roles),
		position_title=position_title,
		is_revenue_officer=is_revenue_officer,
		is_disbursing_officer=is_disbursing_officer,
		from_date=from_date or None,
		to_date=to_date or None,
	)


@frappe.whitelist(methods=["POST"])
def suspend_member(facility: str, user: str) -> None:
	"""Keep somebody out of the facility for now, and log them out."""
	access.require(facility, _MEMBERSHIP, "write")
	service.suspend(facility, user)


@frappe.whitelist(methods=["POST"])
def resume_member(facility: str, user: str) -> None:
	"""Let somebody into the facility again."""
	access.require(facility, _MEMBERSHIP, "write")
	service.resume(facility, user)


@frappe.whitelist()
def account_history(facility: str, user: str) -> list[dict]:
	"""What was given to somebody in the facility and taken from them, by whom and when, the latest first."""
	access.require(facility, access_log.LOG)
	return access_log.of_document(_MEMBERSHIP, f"{facility}-{user}")


@frappe.whitelist(methods=["POST"])
def login_link(facility: str, user: str) -> str:
	"""A new link by which a member sets a password, once."""
	access.require(facility, _MEMBERSHIP, "create")
	return service.new_login_link(facility, user)

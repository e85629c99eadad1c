"""What a membership does: the roles and limits of its user follow from it, and only those entitled may give it."""

from datetime import date

import frappe
from frappe import _
from frappe.permissions import add_user_permission
from frappe.utils import getdate

from huimang.database.kept import user_changed
from huimang.errors import FacilityAccessError
from huimang.facility import grants, jurisdictions, scope
from huimang.facility.access import has_permission
from huimang.facility.roles import (
	FACILITY_HEAD,
	FACILITY_ROLES,
	LOCAL_OFFICER,
	READERS_ONLY,
	SYSTEM_MANAGER,
	UNSCOPED_ROLES,
)
from huimang.security import cut_off

DERIVED = ("by_jurisdiction", "by_registration", "by_order", "by_practice")
"""Flags of a membership that follows from something else than a person's word: nobody's rights to give are asked for."""


def check_roles(roles: list[str]) -> None:
	"""Refuse roles that no facility gives, and an auditor's role beside another."""
	if strange := sorted(set(roles).difference(FACILITY_ROLES)):
		frappe.throw(
			_("{0} is no role of a facility. Please choose another role.").format(_(strange[0])),
			frappe.ValidationError,
		)
	reading = READERS_ONLY.intersection(roles)
	if reading and len(set(roles)) > 1:
		frappe.throw(
			_(
				"Who holds the role {0} reviews the others' work. Please give this person no other role here."
			).format(_(sorted(reading)[0]))
		)


def check_grant(facility: str, before: set[str], after: set[str], actor: str) -> None:
	"""Let nobody give or take a role that is not theirs to give: the head of the facility any, others what they hold.

	Raises:
		FacilityAccessError: `actor` gives or takes a role beyond their own.
	"""
	if is_unscoped(actor):
		return
	if LOCAL_OFFICER in before ^ after:
		frappe.throw(
			_("Officers of the local government are assigned by the platform's operator."),
			FacilityAccessError,
		)
	if grants.holds_role(facility, actor, FACILITY_HEAD):
		return
	for role in sorted(before ^ after):
		if not grants.holds_role(facility, actor, role):
			frappe.throw(
				_("Only the head of the facility may give or take the role {0}.").format(_(role)),
				FacilityAccessError,
			)


def check_head_remains(facility: str, leaving: str, actor: str) -> None:
	"""Keep the last head of a facility in office, or nobody could give roles there any more."""
	others = [user for user in grants.members_with_role(facility, FACILITY_HEAD) if user != leaving]
	if not others and not is_unscoped(actor):
		frappe.throw(
			_(
				"The facility would be left without a head. Please give another person the role {0} first."
			).format(_(FACILITY_HEAD))
		)


def is_unscoped(user: str) -> bool:
	"""Whether the user works for the platform rather than for a facility."""
	return user == "Administrator" or any(role in UNSCOPED_ROLES for role in frappe.get_roles(user))


def require_work(facility: str) -> None:
	"""Refuse to give or change accounts in a practice facility: its people are made up, and who practises comes and goes by practice.

	Raises:
		FacilityAccessError: the facility is one to practise in.
	"""
	if frappe.get_cached_value("Facility", facility, "is_practice"):
		frappe.throw(
			_("Accounts are given in the real facility. In practice, choose the role that you want to try."),
			FacilityAccessError,
		)


def apply_memberships(user: str) -> None:
	"""Bring the user's roles, their limit to facilities and what is shared with them in line with their memberships."""
	grants.changed(users=[user])
	_write_roles(frappe.get_doc("User", user))
	_limit_to_facilities(user)
	if not grants.is_practising(user):
		_withdraw_shares(user)


def note_roles(login, method: str | None = None) -> None:
	"""Before a User is validated: remember whether somebody made this user a System Manager."""
	login.flags.is_made_system_manager = SYSTEM_MANAGER in [row.role for row in login.roles]


def derive_roles(login, method: str | None = None) -> None:
	"""When a User was validated: the roles of facilities are those that memberships give, whoever sets which by hand.

	The framework makes the first person of a site besides Administrator a System Manager; a facility's staff is none.
	"""
	derived = roles_by_membership(login.name)
	kept = [row for row in login.roles if row.role not in FACILITY_ROLES or row.role in derived]
	if login.flags.is_made_system_manager is False and login.name != "Administrator":
		if any(row.role == SYSTEM_MANAGER for row in kept):
			frappe.clear_last_message()  # in which the framework says that it did
		kept = [row for row in kept if row.role != SYSTEM_MANAGER]
	login.set("roles", kept)
	for role in sorted(derived.difference(row.role for row in kept)):
		login.append("roles", {"role": role})
	login.set_system_user()


def renew_user(login, method: str | None = None) -> None:
	"""After a User is saved: the lists of a facility's people show who can log in, and by which name."""
	facilities = frappe.get_all("Facility Membership", {"user": login.name}, pluck="facility")
	grants.changed(users=[login.name], facilities=facilities)
	user_changed(login.name)


def roles_by_membership(user: str) -> set[str]:
	"""The roles that the memberships in force today give to `user`, in any facility; and an officer's, who has an area."""
	officer = {LOCAL_OFFICER} if jurisdictions.areas_of(user) else set()
	return officer | set(grants.grants(user)["all"])


def join_facility(facility: str, email: str, full_name: str, **details) -> str | None:
	"""Give somebody a membership, and a login if they have none yet.

	Args:
		facility: name of the facility.
		email: what they log in with; a person who works elsewhere already keeps the login they have.
		full_name: their name, for a new login.
		details: position_title, roles (a list of names), is_revenue_officer, is_disbursing_officer.

	Returns:
		The link by which a new person sets a password, once; None for who has a login.
	"""
	link = None
	if not frappe.db.exists("User", email):
		login = frappe.get_doc(
			{
				"doctype": "User",
				"email": email,
				"first_name": full_name,
				"language": "ko",
				"send_welcome_email": 0,
			}
		)
		told = len(frappe.local.message_log)
		login.insert(ignore_permissions=True)
		# what the framework remarks, on namesakes and on administrators, is nothing to the head of a facility
		del frappe.local.message_log[told:]
		email, link = login.name, login.reset_password()
	roles = [{"role": role} for role in details.pop("roles", [])]
	member = {
		"doctype": "Facility Membership",
		"facility": facility,
		"user": email,
		"roles": roles,
		**details,
	}
	frappe.get_doc(member).insert()
	return link


def change_member(facility: str, user: str, **details) -> None:
	"""Give a member other roles, duties, another position or term; `details` as in `join_facility`, and from_date, to_date."""
	doc = _member(facility, user)
	if "roles" in details:
		doc.set("roles", [{"role": role} for role in details.pop("roles")])
	doc.update(details)
	doc.save()


def suspend(facility: str, user: str) -> None:
	"""Keep a member out for now, at once; `resume` lets them in again."""
	_member(facility, user).update({"enabled": 0, "to_date": None}).save()


def resume(facility: str, user: str) -> None:
	"""Let a member in again who was suspended or had left."""
	_member(facility, user).update({"enabled": 1, "to_date": None}).save()


def new_login_link(facility: str, user: str) -> str:
	"""A link by which a member who cannot log in any more sets a password, once; to be handed over in person.

	Whoever belongs to another facility as well, or to the platform, is not this facility's to let in.
	"""
	elsewhere = frappe.db.exists(
		"Facility Membership", {"user": user, "facility": ("!=", facility), "enabled": 1}
	)
	require_work(facility)
	if is_unscoped(user) or elsewhere or not grants.membership(facility, user):
		frappe.throw(
			_(
				"This person belongs to another facility as well. Please ask the platform's operator for the login link."
			),
			FacilityAccessError,
		)
	return frappe.get_doc("User", user).reset_password()


def leave_facility(facility: str, user: str) -> None:
	"""End a membership today, take back what hangs on it and log the person out everywhere."""
	_member(facility, user).update({"enabled": 0, "to_date": getdate()}).save()


def _member(facility: str, user: str):
	return frappe.get_doc("Facility Membership", {"facility": facility, "user": user})


def renew_all() -> None:
	"""Every night: memberships begin and end by date, and the roles on their users follow."""
	for user in frappe.get_all("Facility Membership", pluck="user", distinct=True):
		apply_memberships(user)


def _write_roles(login) -> None:
	"""Give the user the roles of their memberships, row by row: saving a User empties the caches of the whole site."""
	before = {row.role for row in login.roles}
	derive_roles(login)
	after = {row.role for row in login.roles}
	if before == after:
		return
	gone = tuple(before - after)
	frappe.db.delete("Has Role", {"parenttype": "User", "parent": login.name, "role": ("in", gone)})
	for row in login.roles:
		if row.is_new():
			row.db_insert()
	login.db_set("user_type", login.user_type)
	if not after:
		cut_off.end_sessions(login.name)
		cut_off.end_keys(login.name)
	frappe.clear_cache(user=login.name)
	user_changed(login.name)


def _limit_to_facilities(user: str) -> None:
	"""Keep the framework's User Permissions on Facility equal to the memberships in force.

	They are a second wall behind `access`, and they fill in the facility of a new document.
	"""
	wanted = [] if is_unscoped(user) else _facilities_in_force(user, getdate())
	present = frappe.get_all(
		"User Permission",
		{"user": user, "allow": scope.FACILITY},
		["name", "for_value", "is_default"],
	)
	for row in present:
		if row.for_value not in wanted or bool(row.is_default) != (row.for_value == wanted[0]):
			frappe.delete_doc("User Permission", row.name, ignore_permissions=True, force=True)
	kept = frappe.get_all("User Permission", {"user": user, "allow": scope.FACILITY}, pluck="for_value")
	for facility in wanted:
		if facility not in kept:
			add_user_permission(
				scope.FACILITY, facility, user, ignore_permissions=True, is_default=facility == wanted[0]
			)


def _facilities_in_force(user: str, day: date) -> list[str]:
	"""Facilities of the memberships in force, the longest-standing first: new documents are filled in with that one.

	Of who practises, those of practice; of all others, those of work.
	"""
	rows = frappe.get_all(
		"Facility Membership",
		{"user": user, "enabled": 1},
		["facility", "from_date", "to_date"],
		order_by="creation",
	)
	named = {"name": ("in", [row.facility for row in rows] or [""]), "is_practice": 1}
	practice = set(frappe.get_all("Facility", named, pluck="name"))
	practising = grants.is_practising(user)
	return [
		row.facility
		for row in rows
		if (row.facility in practice) == practising
		and (not row.from_date or row.from_date <= day)
		and (not row.to_date or day <= row.to_date)
	]


def _withdraw_shares(user: str) -> None:
	"""What was shared with the user while they could reach it is shared no longer."""
	shares = frappe.get_all(
		"DocShare",
		{"user": user, "share_doctype": ("in", scope.scoped_doctypes())},
		["name", "share_doctype", "share_name"],
	)
	for share in shares:
		if not frappe.db.exists(share.share_doctype, share.share_name) or not has_permission(
			frappe.get_doc(share.share_doctype, share.share_name), "read", user
		):
			frappe.delete_doc("DocShare", share.name, ignore_permissions=True, force=True)

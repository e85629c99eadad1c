"""Who leaves is out at once: sessions, keys and tokens end with the membership."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.sessions import clear_sessions
from frappe.utils import getdate

from huimang.facility import grants
from huimang.facility.roles import FACILITY_HEAD
from huimang.rules.service_record import LEFT

_MEMBERSHIP = "Facility Membership"


def end_sessions(user: str) -> None:
	"""Log somebody out everywhere, once what takes their rights is settled: ending sessions commits."""
	frappe.db.after_commit.add(lambda: clear_sessions(user=user, force=True))


def end_keys(user: str) -> None:
	"""Take back the API key and the tokens of somebody who has no role any more."""
	frappe.db.set_value("User", user, {"api_key": None, "api_secret": None}, update_modified=False)
	auth = frappe.qb.Table("__Auth")
	where = (auth.doctype == "User") & (auth.name == user) & (auth.fieldname == "api_secret")
	frappe.qb.from_(auth).delete().where(where).run()
	for token in frappe.get_all("OAuth Bearer Token", {"user": user, "status": "Active"}, pluck="name"):
		frappe.db.set_value("OAuth Bearer Token", token, "status", "Revoked")
	frappe.clear_document_cache("User", user)


def follow_employee(card, method: str | None = None) -> None:
	"""After an employee's card is saved: whoever has retired by an order in force loses the account of this facility."""
	if card.status != LEFT or not card.user:
		return
	if frappe.get_cached_value("Facility", card.facility, "is_practice"):
		return
	name = frappe.db.get_value(_MEMBERSHIP, {"facility": card.facility, "user": card.user, "enabled": 1})
	if not name:
		return
	if grants.members_with_role(card.facility, FACILITY_HEAD) == [card.user]:
		frappe.msgprint(
			_(
				"{0} is the only head of the facility. Please give another person the role, then withdraw the account."
			).format(frappe.utils.escape_html(card.full_name)),
			indicator="orange",
		)
		return
	member = frappe.get_doc(_MEMBERSHIP, name)
	last_day = getdate(card.left_on)
	member.update({"enabled": 0, "to_date": max(last_day, getdate(member.from_date or last_day))})
	member.flags.by_order = True
	member.save(ignore_permissions=True)

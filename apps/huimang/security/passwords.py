"""Passwords: set, kept from coming back, and wanted anew in time."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.user import user as framework
from frappe.query_builder import Order
from frappe.utils import date_diff, getdate, today
from frappe.utils.password import passlibctx

from huimang.errors import obey
from huimang.rules import passwords as rules
from huimang.security import access_log, settings

_AUTH = "__Auth"
_FORMER = "former_password"
_ALWAYS = ("Administrator", "Guest")


def check(user: str, password: str) -> None:
	"""Refuse a password that is weak, widely known or one of the user's last ones."""
	known = frappe.db.get_value("User", user, ["name", "username", "mobile_no", "phone", "birth_date"])
	obey(rules.check, password, [str(value) for value in known or () if value])
	if password.lower() in _widely_known():
		frappe.throw(_("This password is on the lists of those who guess. Please choose another one."))
	if any(passlibctx.verify(password, kept) for kept in _last(user)):
		frappe.throw(_("You have used this password before. Please choose another one."))


def keep(user: str, former: str | None) -> None:
	"""After a password was changed: remember the former one's hash, begin to count its days, let a locked login in again."""
	kept = max(settings.number("former_passwords") - 1, 0)
	auth = frappe.qb.Table(_AUTH)
	hashes = [value for value in (former, *_formers(user).values()) if value][:kept]
	mine = (auth.doctype == "User") & (auth.name == user)
	frappe.qb.from_(auth).delete().where(mine & auth.fieldname.like(f"{_FORMER}%")).run()
	for number, value in enumerate(hashes, 1):
		columns = (auth.doctype, auth.name, auth.fieldname, auth.password, auth.encrypted)
		frappe.qb.into(auth).columns(*columns).insert("User", user, f"{_FORMER}_{number:02}", value, 0).run()
	frappe.db.set_value("User", user, "last_password_reset_date", today(), update_modified=False)
	for key in ("login_failed_count", "login_failed_time"):
		frappe.cache.hdel(key, user)
	access_log.record("Password Changed", user=user)


def current(user: str) -> str | None:
	"""Return the hash of a user's password."""
	return _hashes(user).get("password")


def check_new(login, method: str | None = None) -> None:
	"""Before a User is validated: what an administrator sets for them is held to the same rules."""
	if login.is_new() and not login.last_password_reset_date:
		login.last_password_reset_date = today()
	if login.new_password and login.name not in _ALWAYS and not login.is_new():
		check(login.name, login.new_password)
		login.flags.huimang_former = current(login.name) or ""


def keep_new(login, method: str | None = None) -> None:
	"""After a User is saved with a new password."""
	former = login.flags.pop("huimang_former", None)
	if former is not None:
		keep(login.name, former)


def days_left(user: str) -> int | None:
	"""Return in how many days a user's password must be changed; None where it need not or nothing is known."""
	limit = settings.number("password_days")
	since = frappe.db.get_value("User", user, "last_password_reset_date")
	if not limit or not since or user in _ALWAYS:
		return None
	return limit - date_diff(getdate(), since)


def update(new_password: str, logout_all_sessions: int, key: str | None, old_password: str | None):
	"""The framework's way of setting a password, with our rules in front: by a mailed key, or by the old password."""
	found = framework._get_user_for_update_password(key, old_password)
	former = None
	if user := found.get("user"):
		check(user, new_password)
		former = current(user)
	answer = framework.update_password(new_password, logout_all_sessions, key, old_password)
	if user:
		keep(user, former)
	return answer


def _last(user: str) -> list[str]:
	count = settings.number("former_passwords")
	found = [current(user), *_formers(user).values()]
	return [value for value in found if value][:count]


def _formers(user: str) -> dict[str, str]:
	return {name: value for name, value in _hashes(user).items() if name.startswith(_FORMER)}


def _hashes(user: str) -> dict[str, str]:
	auth = frappe.qb.Table(_AUTH)
	query = frappe.qb.from_(auth).select(auth.fieldname, auth.password)
	where = (auth.doctype == "User") & (auth.name == user) & (auth.encrypted == 0)
	return dict(query.where(where).orderby(auth.fieldname, order=Order.asc).run())


def _widely_known() -> dict[str, int]:
	from zxcvbn.matching import RANKED_DICTIONARIES

	return RANKED_DICTIONARIES["passwords"]

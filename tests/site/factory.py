"""What tests of the site build upon: facilities, people, books and documents, made the way the product makes them.

Everything runs in the test's own transaction. `acting_as` gives the floor to somebody else for a while.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

FACILITY_TYPE = "노인복지관"


def unique_no(serial: int) -> str:
	"""A synthetic 고유번호 (tax office 999, kind 82) with the right check digit."""
	digits = f"99982{serial:04d}"
	total = sum(int(d) * w for d, w in zip(digits, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True))
	return digits + str((10 - (total + int(digits[8]) * 5 // 10) % 10) % 10)


def make_corporation(name: str | None = None, **kw) -> str:
	"""A corporation; every call makes another one."""
	doc = frappe.get_doc({"doctype": "Corporation", "corporation_name": name or f"법인 {_tag()}", **kw})
	return doc.insert().name


def make_facility(name: str | None = None, type_name: str = FACILITY_TYPE, **kw) -> str:
	"""A facility of the given type, run by a corporation of its own unless told otherwise."""
	values = {
		"doctype": "Facility",
		"facility_name": name or f"시설 {_tag()}",
		"facility_type": type_name,
		"unique_no": unique_no(_free_serial()),
		"representative_name": "김희망",
		"phone": "02-000-0000",
		**kw,
	}
	if values.setdefault("operated_by", "Corporation") == "Corporation" and not values.get("corporation"):
		values["corporation"] = make_corporation()
	return frappe.get_doc(values).insert().name


def make_user(email: str, facility: str, roles: list[str], position_title: str = "") -> str:
	"""A login with these roles in this facility; called again for another facility, the same person works there too."""
	if not frappe.db.exists("User", email):
		user = {"doctype": "User", "email": email, "first_name": email.split("@")[0], "send_welcome_email": 0}
		frappe.get_doc(user).insert(ignore_permissions=True)
	membership = {
		"doctype": "Facility Membership",
		"facility": facility,
		"user": email,
		"position_title": position_title,
		"roles": [{"role": role} for role in roles],
	}
	frappe.get_doc(membership).insert()
	return email


@contextmanager
def acting_as(email: str) -> Iterator[str]:
	"""Run the block as this user, and give the floor back whatever happens."""
	before = frappe.session.user
	frappe.set_user(email)
	try:
		yield email
	finally:
		frappe.set_user(before)


def _tag() -> str:
	return frappe.generate_hash(length=8)


def _free_serial() -> int:
	"""A serial for `unique_no` that no facility of the site has."""
	taken = {no[5:9] for no in frappe.get_all("Facility", pluck="unique_no") if no}
	return next(serial for serial in range(1, 10_000) if f"{serial:04d}" not in taken)

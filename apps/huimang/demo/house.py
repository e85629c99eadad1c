"""The corporation, its facilities, and the people who work there."""

import json
import os
import secrets
from pathlib import Path

import frappe
from frappe.utils import getdate
from frappe.utils.password import update_password

from huimang.demo import data_files

CORPORATION = {
	"corporation_name": "행복복지재단",
	"representative": "이사랑",
	"unique_no": "999-82-99999",
	"corporate_registration_no": "999922-0001230",
	"phone": "02-000-0000",
	"address": "서울특별시 중구 행복로 1",
}
LOGINS = "demo_logins.json"


def make_facility(folder: str) -> str:
	"""Register the corporation and one of its facilities, where they are not there yet; return the facility's name."""
	values = data_files.facility_values(folder)
	name = frappe.db.get_value("Facility", {"facility_name": values["facility_name"]})
	if name:
		return name
	corporation = frappe.db.get_value("Corporation", {"corporation_name": CORPORATION["corporation_name"]})
	if not corporation:
		corporation = frappe.get_doc({"doctype": "Corporation", **CORPORATION}).insert().name
	doc = {"doctype": "Facility", "operated_by": "Corporation", "corporation": corporation, **values}
	return frappe.get_doc(doc).insert().name


def make_people(folder: str, facility: str) -> list[dict]:
	"""Give each person of a facility a login and a membership.

	Returns:
		For every login that was made now: where and as what they work, login and password.
	"""
	made = []
	for person in data_files.table(folder, "people"):
		if not frappe.db.exists("User", person["login"]):
			password = secrets.token_urlsafe(9)
			make_login(person, password)
			where = frappe.db.get_value("Facility", facility, "facility_name")
			who = f"{where} {person['position']} {person['name']}"
			made.append({"who": who, "login": person["login"], "password": password})
		if not frappe.db.exists("Facility Membership", {"facility": facility, "user": person["login"]}):
			_make_membership(person, facility)
	return made


def keep_logins(made: list[dict]) -> Path:
	"""Add the new logins to the site's private file of them, which its owner alone can read."""
	path = Path(frappe.get_site_path("private", LOGINS))
	known = json.loads(path.read_text()) if path.exists() else []
	handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
	with os.fdopen(handle, "w") as file:
		json.dump(known + made, file, ensure_ascii=False, indent=1)
	path.chmod(0o600)
	return path


def person(folder: str, role: str) -> str:
	"""The login of the person of a facility who holds a role."""
	people = data_files.table(folder, "people")
	return next(person["login"] for person in people if role in person["roles"].split(";"))


def make_login(person: dict, password: str) -> None:
	"""Write the login of a person: `login`, `name`."""
	user = {"email": person["login"], "first_name": person["name"], "language": "ko", "send_welcome_email": 0}
	frappe.get_doc({"doctype": "User", **user}).insert()
	update_password(person["login"], password)


def _make_membership(person: dict, facility: str) -> None:
	frappe.get_doc(
		{
			"doctype": "Facility Membership",
			"facility": facility,
			"user": person["login"],
			"position_title": person["position"],
			"roles": [{"role": role} for role in person["roles"].split(";")],
			"is_disbursing_officer": int(person["duty"] == "disbursing"),
			"is_revenue_officer": int(person["duty"] == "revenue"),
			"from_date": getdate().replace(year=getdate().year - 1, month=12, day=1),
		}
	).insert()

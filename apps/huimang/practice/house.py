"""The practice facility of a facility: a corporation and a facility of its own, and made-up people who work there."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from huimang.budget import queries
from huimang.demo import data_files
from huimang.practice import marks

FACILITY, MEMBERSHIP = "Facility", "Facility Membership"
PREPARING, READY = "Preparing", "Ready"
CENTER, HOME = "practice_center", "practice_home"
_LONG_TERM_CARE = "Long-term Care"
_UNIQUE_NO = "999-82-98762"
"""No tax office has given it: those of 999 are made up."""


def of(facility: str) -> str | None:
	"""Return the practice facility of a facility, if there is one."""
	return frappe.db.get_value(FACILITY, {"practice_of": facility, "is_practice": 1})


def found(facility: str) -> str:
	"""Return the practice facility of a facility; there is one from now on, whoever asks at the same time."""
	frappe.db.get_value(FACILITY, facility, "name", for_update=True)
	rows = frappe.qb.DocType(FACILITY)
	known = frappe.qb.from_(rows).select(rows.name).where(rows.practice_of == facility).for_update().run()
	return known[0][0] if known else _insert(facility)


def folder_of(practice: str) -> str:
	"""Return the folder of the demonstration that a practice facility is made of: its type follows the real one's books."""
	group = queries.template_group(practice, "Facility")
	return HOME if group == _LONG_TERM_CARE else CENTER


def people(practice: str) -> None:
	"""Give the made-up people their work in a practice facility, unless they have it."""
	for person in data_files.table(folder_of(practice), "people"):
		if not frappe.db.exists("User", person["login"]):
			# without a password, nobody can log in as one of them
			login = {
				"doctype": "User",
				"email": person["login"],
				"first_name": person["name"],
				"language": "ko",
			}
			frappe.get_doc({**login, "send_welcome_email": 0}).insert(ignore_permissions=True)
		if not frappe.db.exists(MEMBERSHIP, {"facility": practice, "user": person["login"]}):
			values = {
				"doctype": MEMBERSHIP,
				"facility": practice,
				"user": person["login"],
				"position_title": person["position"],
				"roles": [{"role": role} for role in person["roles"].split(";")],
				"is_disbursing_officer": int(person["duty"] == "disbursing"),
				"is_revenue_officer": int(person["duty"] == "revenue"),
				# the budget of the year was theirs already
				"from_date": getdate().replace(year=getdate().year - 1, month=12, day=1),
			}
			save(frappe.get_doc(values))


def save(member) -> None:
	"""Write a membership of a practice facility, which nobody else may."""
	member.flags.by_practice = True
	member.flags.ignore_permissions = True
	member.save()


def note(practice: str, **values) -> None:
	"""Write down how a practice facility fares."""
	frappe.db.set_value(FACILITY, practice, values, update_modified=False)
	frappe.clear_document_cache(FACILITY, practice)


def _insert(facility: str) -> str:
	real = frappe.get_doc(FACILITY, facility)
	is_home = queries.template_group(facility, "Facility") == _LONG_TERM_CARE
	values = data_files.facility_values(data_files.base(HOME if is_home else CENTER))
	corporation = {"doctype": "Corporation", "corporation_name": f"{marks.PREFIX}희망복지재단"}
	practice = frappe.get_doc(
		{
			"doctype": FACILITY,
			**values,
			"facility_name": f"{marks.PREFIX}{real.facility_name}",
			"unique_no": _UNIQUE_NO,
			"jurisdiction": None,
			"operated_by": "Corporation",
			"corporation": frappe.get_doc({**corporation, "representative": "이사랑"})
			.insert(ignore_permissions=True)
			.name,
			"representative_name": data_files.table(HOME if is_home else CENTER, "people")[0]["name"],
			"is_practice": 1,
			"practice_of": facility,
			"practice_state": PREPARING,
		}
	)
	practice.flags.by_practice = True
	return practice.insert(ignore_permissions=True).name

"""The people whom the rows of an uploaded list name."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.migration.layout import Entry
from huimang.migration.lookup import Named
from huimang.migration.upload import Refused
from huimang.rules.account_subjects import name_key


class Listed:
	"""The employees of a facility, by number or by name."""

	def __init__(self, facility: str):
		fields = ("full_name", "hired_on", "left_on", "weekly_hours")
		self._people = Named("Facility Employee", facility, by=("employee_no", "full_name"), fields=fields)

	def find(self, entry: Entry) -> frappe._dict:
		"""Return the employee of a row. Raises `Refused` where number and name are not those of one person."""
		field = "number" if entry["number"] else "name"
		person = self._people.find(field, entry[field])
		if entry["name"] and name_key(person.full_name) != name_key(entry["name"]):
			raise Refused(
				"name", _("The number {0} is that of {1}.").format(entry["number"], person.full_name)
			)
		return person

"""What is left of annual leave when a facility begins here in the middle of a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import frappe
from frappe import _
from frappe.utils import flt, getdate

from huimang.migration.layout import Entry, Layout
from huimang.migration.payroll_sheets import LEAVE_LEFT
from huimang.migration.upload import Upload
from huimang.personnel import entitlements, leave_kinds, persons
from huimang.personnel.listed import Listed


class LeaveLeftUpload(Upload):
	"""남은 연차 of a facility's people on a day."""

	doctype = entitlements.DOCTYPE
	template = "남은 연차 서식"

	def layouts(self) -> Sequence[Layout]:
		return (LEAVE_LEFT,)

	def prepare(self, entries: list[Entry]) -> None:
		self.people = Listed(self.facility)
		self.granted: set[date] = set()

	def plan(self, entry: Entry) -> dict:
		return {"employee": self.people.find(entry).name, "on": entry["on"], "left": entry["left"]}

	def key(self, values: dict) -> str:
		return values["employee"]

	def twice(self) -> tuple[str, str]:
		return "name", _("This person stands in the file twice.")

	def write(self, values: dict, name: str | None) -> None:
		day = values["on"]
		if day not in self.granted:
			leave_kinds.ensure(self.facility)
			entitlements.grant_facility(self.facility, day)
			self.granted.add(day)
		set_left(values["employee"], day, values["left"])


def set_left(employee: str, on: date, days: float) -> None:
	"""Correct the annual leave of an employee so that as many days are left on a day as they bring along.

	What was taken elsewhere is taken off what expires first; what they have beyond the law's is added to what expires last.
	"""
	person = persons.employment(employee, lock=True)
	kind = leave_kinds.of(person.facility, "ANNUAL")
	pots = [pot for pot in entitlements.reckon([employee], kind)[employee].pots if pot.holds(on)]
	pots.sort(key=lambda pot: getdate(pot.last_day))
	hours = Fraction(str(flt(days))) * Fraction(str(persons.day_hours(person.weekly_hours)))
	over = sum(pot.left for pot in pots) - hours
	reason = _("{0} days were left on {1}, before the facility began here.", lang="ko").format(
		f"{days:g}", on
	)
	for pot in pots:
		change = min(pot.left, over) if over > 0 else over if pot is pots[-1] else Fraction()
		if change:
			_correct(pot.name, -change, reason)
			over -= change
	if over < 0:
		_give(person, kind, on, -over, reason)


def _correct(name: str, hours: Fraction, reason: str) -> None:
	doc = frappe.get_doc(entitlements.DOCTYPE, name)
	doc.update({"hours": flt(doc.hours + float(hours), 2), "reason": reason})
	doc.save()


def _give(person: frappe._dict, kind: str, on: date, hours: Fraction, reason: str) -> None:
	values = {"facility": person.facility, "employee": person.name, "leave_kind": kind, "granted_on": on}
	values |= {"last_day": date(on.year, 12, 31), "hours": float(hours), "reason": reason}
	frappe.get_doc({"doctype": entitlements.DOCTYPE, **values}).insert()

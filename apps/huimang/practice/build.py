"""What there is to practise with: some weeks of a made-up facility's work, by the functions of the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import frappe
from frappe.utils import getdate

from huimang.demo import (
	build as demo,
)
from huimang.demo import (
	cards,
	donations,
	payroll,
	personnel,
	property,
	requests,
	resolutions,
	subsidies,
)
from huimang.practice import house


def build(practice: str, say: Callable[[int], None]) -> None:
	"""Fill an empty practice facility; every step is kept as soon as it is done.

	Args:
		say: told how much is done, in per cent.
	"""
	folder, today = house.folder_of(practice), getdate()
	house.people(practice)
	frappe.db.commit()
	year = demo.budgeted_year(folder, practice, today)
	frappe.db.commit()
	steps = _steps(folder, practice, year, today)
	for number, step in enumerate(steps):
		say(100 * (number + 1) // (len(steps) + 1))
		step()
		frappe.db.commit()


def _steps(folder: str, practice: str, year: str, today: date) -> list[Callable]:
	books = (folder, practice, year, today)
	steps = [
		lambda: subsidies.write_grants(*books),
		lambda: resolutions.write_year(*books),
		lambda: personnel.write_people(folder, practice, today),
		lambda: payroll.write_payroll(*books),
	]
	if folder == house.CENTER:
		steps += [
			lambda: requests.write_requests(*books),
			lambda: donations.write_donations(*books),
			lambda: cards.write_cards(folder, practice, today),
		]
	return [*steps, lambda: property.write_property(folder, practice, today)]

"""Donation receipts of a year: issued, and written into one PDF by stamping, against one run of the layout engine for each."""

from datetime import date
from time import perf_counter, process_time

import frappe

GIFTS_EACH = 6
LAID_OUT = 40
"""Receipts that the engine lays out one by one: enough to know its rate."""


def prepare(donors: int) -> str:
	"""Return a facility with so many donors, each with some gifts."""
	import factory

	from huimang.database.sql import insert_rows, standard_columns

	facility = factory.make_facility(address="서울특별시 마포구 희망로 12")
	standard = standard_columns("Administrator", frappe.utils.now_datetime())
	people = [f"{facility}-{number}" for number in range(donors)]
	given = {
		"facility": facility,
		"donor_type": "Individual",
		"receipt_wanted": 1,
		"resident_no": "900101-1******",
	}
	for start in range(0, donors, 500):
		rows = [
			(
				name,
				f"김후원{name[-4:]}",
				"서울특별시 종로구 세종대로 209",
				*given.values(),
				*standard.values(),
			)
			for name in people[start : start + 500]
		]
		insert_rows("Donor", ("name", "donor_name", "address", *given, *standard), rows)
		gifts = [
			(
				f"{name}-{month}",
				name,
				date(2026, month, 10),
				10_000 * month,
				facility,
				"Money",
				"Booked",
				*standard.values(),
			)
			for name in people[start : start + 500]
			for month in range(1, GIFTS_EACH + 1)
		]
		columns = ("name", "donor", "donated_on", "amount", "facility", "donation_kind", "status", *standard)
		insert_rows("Donation", columns, gifts)
	frappe.db.commit()
	return facility


def measure(donors: int) -> list[tuple[str, int, float, float]]:
	"""Return each step with how many receipts it was about, its seconds, and those of CPU of this process."""
	from huimang.donation.receipts import batch, paper, service

	facility = prepare(donors)
	order, steps, names = service.Order(facility, 2026), [], []

	def timed(step: str, count: int, work) -> None:
		wall, cpu = perf_counter(), process_time()
		work()
		steps.append((step, count, perf_counter() - wall, process_time() - cpu))

	def issue() -> None:
		wanted, _problems = batch.candidates(facility, 2026)
		for start in range(0, donors, batch.PORTION):
			names.extend(service.issue(order, wanted[start : start + batch.PORTION]))
			frappe.db.commit()

	timed("issue", donors, issue)
	timed("stamp into one PDF", donors, lambda: paper.many(names))
	some = [frappe.get_doc(service.DOCTYPE, name) for name in names[:LAID_OUT]]
	timed("lay out one by one", len(some), lambda: [paper.one(doc) for doc in some])
	return steps

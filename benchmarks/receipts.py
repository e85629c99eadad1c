"""Donation receipts of a year: the whole road from the batch to its file in several processes, against one run of the layout engine a receipt."""

from datetime import date
from time import perf_counter, process_time

import frappe

from benchmarks import processes
from benchmarks.connection import connected

YEAR = 2026
GIFTS_EACH = 6
LAID_OUT = 20
"""Receipts that the engine lays out one by one in each process: enough to know its rate."""


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
				date(YEAR, month, 10),
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


def measure(site: str, donors: int, workers: int) -> list[tuple[str, int, float, int]]:
	"""Return each road with how many receipts it made, how many a second, and the MB of its largest process.

	Each process has a facility of its own, as workers have that make batches at the same time.
	"""
	share = donors // workers
	with connected(site):
		batches = [_batch(prepare(share)) for _worker in range(workers)]
		frappe.db.commit()
	roads = (
		("issued, numbered and in one file a batch", make, {"batches": batches}, share * workers),
		("laid out one by one", lay_out, {"batches": batches}, LAID_OUT * workers),
	)
	found = []
	for name, work, subject, count in roads:
		rate, peak = processes.measure(site, work, subject, count, workers, warm_up=0)
		found.append((name, count, rate, peak))
	return found


def make(subject: dict, share: int, number: int) -> None:
	"""Make a batch as its worker does: issue in portions, stamp, write the file."""
	from huimang.donation.receipts import batch

	if share:
		batch.run(subject["batches"][number])


def lay_out(subject: dict, share: int, number: int) -> None:
	"""Let the layout engine draw receipts of a batch, one call each."""
	from huimang.donation.receipts import paper, service

	where = {"batch": subject["batches"][number]}
	for name in frappe.get_all(service.DOCTYPE, where, pluck="name", limit=share) if share else ():
		paper.one(frappe.get_doc(service.DOCTYPE, name))


def steps(donors: int) -> list[tuple[str, int, float, float]]:
	"""Return the steps of one process with how many receipts each was about, its seconds, and those of CPU."""
	from huimang.donation.receipts import batch, paper, service

	facility = prepare(donors)
	order, found, names = service.Order(facility, YEAR), [], []

	def timed(step: str, work) -> None:
		wall, cpu = perf_counter(), process_time()
		work()
		found.append((step, donors, perf_counter() - wall, process_time() - cpu))

	def issue() -> None:
		wanted, _problems = batch.candidates(facility, YEAR)
		for start in range(0, donors, batch.PORTION):
			names.extend(service.issue(order, wanted[start : start + batch.PORTION]))
			frappe.db.commit()

	timed("issue", issue)
	timed("stamp into one PDF", lambda: paper.many(names))
	return found


def _batch(facility: str) -> str:
	"""Return a batch of a facility that no worker was asked to make."""
	from huimang.donation.receipts import batch

	batch.start = lambda name: None
	values = {"doctype": batch.DOCTYPE, "facility": facility, "year": YEAR}
	return frappe.get_doc(values).insert().name

"""A year of gifts through the product's own services: 12,000 of 2,000 donors, held against ledger, histories, receipts and disclosure."""

from time import perf_counter, process_time

import frappe

Step = tuple[str, int, float, float]


def measure(donors: int) -> list[Step]:
	"""Return each step with how many things it was about, its seconds, and those of CPU of this process.

	Raises AssertionError where the books and the papers differ by a won.
	"""
	import donation_house
	import donation_year

	from huimang.donation.receipts import batch
	from huimang.ledger.verify import verify_committed

	# no worker is asked: the batch is made in this process
	batch.start = lambda name: None
	year, steps = donation_year.Year(donation_house.begin()), []
	frappe.db.commit()

	def timed(step: str, work, *given) -> object:
		wall, cpu = perf_counter(), process_time()
		found = work(*given)
		frappe.db.commit()
		steps.append((step, perf_counter() - wall, process_time() - cpu))
		return found

	timed("donors from a list", donation_year.enter_donors, year, donors)
	timed("pledges", donation_year.promise, year)
	timed("gifts from lists, resolved, approved and received", receive_all, donation_year, year)
	timed("gifts given back, goods, expenses", use, donation_year, year)
	timed("all receipts in one file, one corrected", donation_year.certify, year)
	disclosure = timed("disclosure", donation_year.publish, year)
	timed("held against one another", donation_year.check, year, disclosure)
	timed("ledger verified", lambda: _require(verify_committed(year.place.facility) == []))
	counts = (
		donors,
		len(year.donors[:: donation_year.PLEDGE_EVERY]),
		year.gifts,
		"",
		len(year.wanting),
		1,
		year.gifts,
		"",
	)
	return [(name, count, *times) for (name, *times), count in zip(steps, counts, strict=True)]


def receive_all(donation_year, year) -> None:
	for turn in range(len(donation_year.MONTHS)):
		donation_year.receive(year, turn)
		frappe.db.commit()


def use(donation_year, year) -> None:
	donation_year.give_back(year, 3)
	donation_year.give_back(year, 4, part=123)
	donation_year.give_goods(year)
	donation_year.spend(year)


def _require(holds: bool) -> None:
	assert holds

"""A year with six grants spent by card: every use recorded once, every rest that of its ledger, settlements and returns to the won."""

from time import perf_counter, process_time

import frappe


def measure(count: int) -> dict[str, str]:
	"""Return what a year of so many uses of a card came to. Raises AssertionError where the books disagree by a won."""
	import card_house
	from card_year import CardYear

	from huimang.money import won
	from huimang.subsidy import queries

	wall, cpu = perf_counter(), process_time()
	year = CardYear(card_house.build(), count, 1).live()
	settled = year.settle()
	frappe.db.commit()
	used = {"facility": year.home.facility, "kind": "Approval"}
	assert frappe.db.count("Card Transaction", used) == count
	spent = sum(queries.books(grant.name).total_spent for grant in year.grants)
	returned = sum(queries.books(doc.subsidy_grant).returned for doc in settled)
	assert returned == sum(won(doc.return_amount) for doc in settled)
	return {
		"uses of the card": f"{count:,}",
		**{what: f"{number:,}" for what, number in sorted(year.happened.items())},
		"spent by the ledger = by the uses": f"{spent:,} won",
		"returned by the ledger = by the settlements": f"{returned:,} won",
		"seconds": f"{perf_counter() - wall:.0f}",
		"of them CPU of the process": f"{process_time() - cpu:.0f}",
	}

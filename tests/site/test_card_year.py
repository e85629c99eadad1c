"""Six grants spent by card (issue 6): each rest is its ledger's at every moment; settlements and returns agree to the won.

`python -m benchmarks card-year` lives the same year with 3,000 uses.
"""

import card_house
import frappe
from card_year import CardYear

from huimang.money import won
from huimang.subsidy import queries

USES, MONTHS = 40, (1, 4, 6, 9, 11)


def test_a_year_of_six_grants_spent_by_card_agrees_to_the_won(site):
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	year = CardYear(card_house.build(), USES, 20_261_123, MONTHS).live()
	assert {"told twice", "cancelled", "paid", "refunded"} <= set(year.happened), year.happened
	count = {"facility": year.home.facility, "kind": "Approval"}
	assert frappe.db.count("Card Transaction", count) == USES, (
		"each use is recorded once, whatever was told twice"
	)
	for doc in year.settle():
		grant = frappe.get_doc("Subsidy Grant", doc.subsidy_grant)
		books = queries.books(grant.name)
		assert grant.status == "Repaid" and books.returned == won(doc.return_amount)
		assert sum(won(row.return_amount) for row in doc.shares) == won(doc.return_amount)
		for row in doc.shares:
			if row.source != "Own Funds":
				# under ten won of each may stay, where the giver lets it
				assert 0 <= won(row.received) - won(row.accepted) - won(row.rest) < 10, grant.title

"""A year of gifts in which ledger, donor histories, receipts, 별지 제19호 and the public page agree to the won (D1–D14 at work)."""

import donation_house
import donation_year
import frappe
import pytest
from counting import at_most
from donation_year import Year

from huimang.donation.receipts import batch
from huimang.ledger.verify import verify_committed
from huimang.statements import engine

pytestmark = pytest.mark.long

DONORS = 96
"""Two resolutions a turn; `benchmarks donations` lives the same year with 2,000 donors and 12,000 gifts."""


def test_a_year_agrees_to_the_won(site, monkeypatch):
	monkeypatch.setattr(batch, "start", lambda name: None)
	year = Year(donation_house.begin())
	disclosure = donation_year.live(year, DONORS)
	assert year.gifts == DONORS * 6 + 18 and len(year.wanting) < DONORS
	donation_year.check(year, disclosure)
	assert verify_committed(year.place.facility) == []
	filters = {"facility": year.place.facility, "accounting_year": year.place.year, "part": "Money In"}
	with at_most(25):
		engine.draw("donation_report", filters)
	year.given[year.donors[7]] += 1
	with pytest.raises(AssertionError):
		donation_year.check(year, disclosure)
	frappe.db.rollback()

"""What is done for the donation area in the background."""

from __future__ import annotations

from collections import Counter, defaultdict

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.donation import donors, pledges
from huimang.facility import digests
from huimang.facility.access import members_with_role
from huimang.rules.pledges import MISSED_IN_A_ROW

MANAGER = "Donation Manager"


def renew_ways_of_giving() -> None:
	"""Look every day at who gives regularly. Safe to repeat."""
	donors.renew_all()


def remind_of_missed_pledges() -> None:
	"""Tell once a month who keeps gifts which promises were not kept. Safe to repeat."""
	today = getdate()
	found: dict[str, Counter] = defaultdict(Counter)
	for row in pledges.missed(
		frappe.get_all("Facility", {"status": "Active", "is_practice": 0}, pluck="name")
	):
		found[row["facility"]]["missed"] += 1
		found[row["facility"]]["long"] += row["missed_in_a_row"] >= MISSED_IN_A_ROW
	for facility, counts in found.items():
		told = (
			(_("Pledges with missed instalments", "ko"), counts["missed"]),
			(_("Missed three times in a row or more", "ko"), counts["long"]),
		)
		what = _("Reminder of pledges", "ko")
		digests.tell(members_with_role(facility, MANAGER), what, told, "/app/donation-pledge", today)

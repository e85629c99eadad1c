"""What the scheduler does for people."""

from __future__ import annotations

from frappe.utils import getdate

from huimang.personnel import people


def follow_orders() -> None:
	"""Every day: let the cards say what orders that come into force today make of their people. Safe to repeat."""
	people.follow(people.late_cards(getdate()))

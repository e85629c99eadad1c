"""What the ledger says of a year's gifts of money, and who gave them: the ground of 별지 제19호 and of what is published."""

from __future__ import annotations

from typing import Any, NamedTuple

import frappe

from huimang.database import bulk
from huimang.ledger import balances
from huimang.rules.fund_account import DONATION_KINDS
from huimang.statements.filters import Books
from huimang.statements.subjects import read_chart

CARRIED = "이월금"
"""The 관 of what was left of the year before (제41조의6: 전년도 이월액)."""


class Taken(NamedTuple):
	"""An entry of the ledger on a fund source of donations, with what is known of the gift behind it."""

	no: int
	day: Any
	amount: int
	remarks: str
	voucher: tuple[str, str]
	label: str
	reversal_of: str
	name: str
	mok: str
	program: str
	fund: str
	designation: str | None
	is_sponsorship: int | None
	pledge: str | None
	donor_name: str | None
	donor_type: str | None
	nonprofit_kind: str | None
	is_fundraiser: int | None
	is_donation_body: int | None


def funds(books: Books) -> dict[str, str]:
	"""Return the facility's fund sources of donations, with their kinds."""
	where = {"facility": books.facility, "kind": ("in", sorted(DONATION_KINDS))}
	return dict(frappe.get_all("Fund Source", where, ["name", "kind"], as_list=True))


def carried_moks(books: Books) -> set[str]:
	"""Return the 목 on which the rest of the year before comes in."""
	chart = read_chart(books.facility, books.unit, ("Revenue",))
	return {
		name
		for name, subject in chart.by_name.items()
		if subject.depth == 2 and chart.path(name)[0].title == CARRIED
	}


def entries(books: Books, side: str) -> list[Taken]:
	"""Return the year's entries of a side on fund sources of donations. What was booked and taken back in the year is left out."""
	sources = sorted(funds(books))
	if not sources:
		return []
	query = f"""SELECT entry.entry_no, entry.posting_date, entry.amount, entry.remarks, entry.voucher_type, entry.voucher_no,
			entry.voucher_label, entry.reversal_of, entry.name, entry.mok, entry.program, entry.fund_source,
			gift.designation, gift.is_sponsorship, gift.pledge,
			donor.donor_name, donor.donor_type, donor.nonprofit_kind, donor.is_fundraiser, donor.is_donation_body
		FROM `tabLedger Entry` entry
		LEFT JOIN `tabRefund Resolution Line` refund
			ON entry.voucher_type = 'Refund Resolution' AND refund.name = entry.voucher_row
		LEFT JOIN `tabDonation` gift ON entry.side = 'Revenue' AND gift.facility = entry.facility
			AND gift.resolution_row = COALESCE(refund.original_row, entry.voucher_row)
		LEFT JOIN `tabDonor` donor ON donor.name = gift.donor
		WHERE entry.facility = %s AND entry.posting_date BETWEEN %s AND %s AND entry.accounting_year = %s
			AND entry.side = %s AND entry.fund_source IN ({", ".join(["%s"] * len(sources))})
		ORDER BY entry.posting_date, entry.entry_no"""
	found = [
		Taken(no, day, int(amount), remarks or "", (kind, voucher), label or "", reversal or "", *rest)
		for no, day, amount, remarks, kind, voucher, label, reversal, *rest in bulk.fetch(
			query, [books.facility, books.first, books.last, books.accounting_year, side, *sources]
		)
	]
	names = {entry.name for entry in found}
	undone = {entry.reversal_of for entry in found if entry.reversal_of in names}
	return [entry for entry in found if entry.name not in undone and entry.reversal_of not in names]


def donation_accounts(books: Books) -> list[frappe._dict]:
	"""Return the accounts of the unit that are for donations alone (제41조의4)."""
	return frappe.get_all(
		"Facility Bank Account",
		{"facility": books.facility, "accounting_unit": books.unit, "purpose": "Donation"},
		["name", "account_title", "bank_name", "account_number", "account_holder"],
		order_by="account_title",
	)


class Sums(NamedTuple):
	"""What the year's gifts of money came to (검산)."""

	carried: int
	received: int
	used: int
	held: int

	@property
	def left(self) -> int:
		return self.carried + self.received - self.used


def sums(books: Books) -> Sums:
	"""Return what came in, went out and lies on the accounts, from the ledger's balances."""
	sources, carried = funds(books), carried_moks(books)
	found = [0, 0, 0]
	for row in balances.totals(books.accounting_year, ("side", "mok", "fund_source")):
		if row.fund_source in sources and row.side in ("Revenue", "Expense"):
			at = 2 if row.side == "Expense" else 0 if row.mok in carried else 1
			found[at] += row.amount
	held = {
		row.bank_account: row.cash_amount for row in balances.totals(books.accounting_year, ("bank_account",))
	}
	return Sums(*found, sum(held.get(account.name, 0) for account in donation_accounts(books)))

"""Taking a book back that was taken over from elsewhere and has not been gone on with.

The one road by which entries leave the ledger. What was copied here by list is no act of the facility: its book is the one that
it was copied from. So the copy may be taken back, whole and as long as it is the end of the chain: nothing of the facility's
own stands behind it, no month has put its hash on record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

import frappe
from frappe import _
from frappe.utils import now_datetime

from huimang.database.sql import standard_columns
from huimang.errors import ClosedPeriodError, LedgerError
from huimang.ledger import budget, chain, closing, posting
from huimang.ledger.budget import BudgetStatus
from huimang.ledger.keys import TRANSFER, BudgetKey

_CHUNK = 5_000


def withdraw(facility: str, accounting_year: str, vouchers: Collection[tuple[str, str]]) -> tuple[int, str]:
	"""Take the entries of vouchers out of the ledger, with their balances and what they consumed of the budget.

	:param vouchers: DocType and name of each.
	:return: how many entries they were, and the hash of the last: what the chain was.
	Raises LedgerError where an entry of anything else stands behind the first of them, ClosedPeriodError where a month is closed.
	"""
	vouchers = set(vouchers)
	year = closing.lock_year(accounting_year)
	if year.status == "Closed" or year.closed_through:
		frappe.throw(_("A month of this year is closed, so its books stay as they are."), ClosedPeriodError)
	first = _first_of(facility, vouchers)
	standard = standard_columns(frappe.session.user, now_datetime())
	head = frappe.db.get_value("Ledger Head", facility, ["last_no", "last_hash"], for_update=True)
	_refuse_sealed(facility, first)
	count, begins_after, found = 0, "", set()
	for rows in _tail(facility, first):
		begins_after = begins_after if count else rows[0].prev_hash
		count += len(rows)
		found |= {(row.voucher_type, row.voucher_no) for row in rows}
		if not found <= vouchers:
			_refuse_followed()
		posting.add_to_balances(rows, standard, sign=-1)
		_give_back(rows)
	if found != vouchers or int(head[0]) != first + count - 1:
		_refuse_followed()
	_remove(facility, accounting_year, first, begins_after)
	return count, head[1]


def _first_of(facility: str, vouchers: set[tuple[str, str]]) -> int:
	"""Return the lowest number of the vouchers' entries."""
	lowest = []
	for doctype in {doctype for doctype, _name in vouchers}:
		names = sorted(name for kind, name in vouchers if kind == doctype)
		for start in range(0, len(names), _CHUNK):
			[(number,)] = frappe.db.sql(
				"""SELECT MIN(entry_no) FROM `tabLedger Entry`
				WHERE voucher_type = %s AND voucher_no IN %s AND facility = %s""",
				(doctype, tuple(names[start : start + _CHUNK]), facility),
			)
			lowest += [int(number)] if number else []
	if not lowest:
		frappe.throw(_("None of these documents is in the ledger."), LedgerError)
	return min(lowest)


def _tail(facility: str, first: int) -> Iterator[list[frappe._dict]]:
	"""Yield the entries from a number on, a part at a time, locked."""
	while rows := frappe.db.sql(
		f"""SELECT {", ".join(f"`{column}`" for column in chain.CONTENT)}, prev_hash FROM `tabLedger Entry`
		WHERE facility = %s AND entry_no >= %s ORDER BY entry_no LIMIT {_CHUNK} FOR UPDATE""",
		(facility, first),
		as_dict=True,
	):
		yield rows
		first = rows[-1].entry_no + 1


def _give_back(rows: list[frappe._dict]) -> None:
	"""Give the budget back what the entries have consumed of it."""
	consumed: dict[BudgetKey, int] = defaultdict(int)
	for row in rows:
		if row.side != TRANSFER:
			consumed[BudgetKey(*(row[field] for field in BudgetKey._fields))] += int(row.amount)
	budget.move((key, BudgetStatus(actual=-amount)) for key, amount in consumed.items())


def _refuse_sealed(facility: str, first: int) -> None:
	if frappe.db.exists("Month Closing", {"facility": facility, "ledger_last_no": (">=", first)}):
		_refuse_followed()


def _refuse_followed() -> None:
	frappe.throw(
		_(
			"The facility's books have gone on since, so what was taken over stays. Please cancel single documents where they are wrong."
		),
		LedgerError,
	)


def _remove(facility: str, accounting_year: str, first: int, last_hash: str) -> None:
	frappe.db.sql("DELETE FROM `tabLedger Entry` WHERE facility = %s AND entry_no >= %s", (facility, first))
	frappe.db.sql(
		"DELETE FROM `tabLedger Balance` WHERE accounting_year = %s AND facility = %s AND entry_count = 0",
		(accounting_year, facility),
	)
	frappe.db.sql(
		"UPDATE `tabLedger Head` SET last_no = %s, last_hash = %s WHERE name = %s",
		(first - 1, last_hash or "", facility),
	)

"""What every account holds at the end of a month, by the books and by its bank statement (통제 8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import frappe
from frappe import _

from huimang.errors import LedgerError
from huimang.ledger import balances
from huimang.money import format_won, won

CLEARING = "Withholding"
"""Purpose of an account that is no account of any bank: what is withheld for others (예수금)."""


def book_balances(accounting_year: str, month: int, lock: bool = False) -> dict[str, int]:
	"""Return what each account of a year holds at the end of a month, in won.

	:param lock: as it is committed now, for whoever holds the year: a plain reading may show an older moment.
	"""
	months = balances.months_through(accounting_year, month)
	rows = frappe.db.sql(
		f"""SELECT bank_account, cash_amount FROM `tabLedger Balance`
		WHERE accounting_year = %s AND month IN %s {"LOCK IN SHARE MODE" if lock else ""}""",
		(accounting_year, months),
	)
	held: dict[str, int] = defaultdict(int)
	for account, amount in rows:
		held[account] += int(amount)
	return dict(held)


def fill(doc, lock: bool = False) -> None:
	"""Write the accounts of the month on a closing: those in use and those that hold something.

	What was entered of the bank statements stays. :param lock: see `book_balances`.
	"""
	entered = {row.bank_account: (row.statement_balance, row.reason) for row in doc.balances}
	held = book_balances(doc.accounting_year, doc.month, lock)
	doc.set("balances", [])
	for account in _accounts(doc.facility, doc.accounting_unit):
		book = held.get(account.name, 0)
		if not (account.is_active or book):
			continue
		needs_statement = account.purpose != CLEARING
		stated, reason = entered.get(account.name, (0, ""))
		stated = won(stated) if needs_statement else book
		doc.append(
			"balances",
			{
				"bank_account": account.name,
				"book_balance": book,
				"needs_statement": int(needs_statement),
				"statement_balance": stated,
				"difference": book - stated,
				"reason": (reason or "").strip(),
			},
		)


def require_agreement(doc, is_last: bool) -> None:
	"""Refuse a month whose books differ from the bank statements without a word why.

	:param is_last: the last month of the year, in which they have to agree: its balances are carried over (제19조).
	"""
	problems = list(_differences(doc, is_last))
	if problems:
		frappe.throw("<br>".join(problems), LedgerError, title=_("The Month Cannot Be Closed"))


def _differences(doc, is_last: bool) -> Iterator[str]:
	for row in doc.balances:
		if not won(row.difference) or (row.reason and not is_last):
			continue
		title = frappe.get_cached_value("Facility Bank Account", row.bank_account, "account_title")
		figures = [format_won(won(n)) for n in (row.book_balance, row.statement_balance, row.difference)]
		message = (
			_(
				"{0}: the books say {1} won, the statement says {2} won (difference {3} won). They have to agree at the end of the year."
			)
			if is_last
			else _(
				"{0}: the books say {1} won, the statement says {2} won (difference {3} won). Please book what is missing or enter the reason."
			)
		)
		yield message.format(frappe.utils.escape_html(title), *figures)


def _accounts(facility: str, unit: str) -> list[frappe._dict]:
	return frappe.get_all(
		"Facility Bank Account",
		{"facility": facility, "accounting_unit": unit},
		["name", "purpose", "is_active"],
		order_by="account_title",
	)

"""A settlement's figures, computed from the books on every save of its draft and never typed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import frappe
from frappe import _

from huimang.budget import carryover_queries
from huimang.errors import obey, rule_message
from huimang.ledger.keys import EXPENSE, REVENUE
from huimang.money import won
from huimang.rules import carry_over, settlement
from huimang.rules.errors import RuleViolation
from huimang.rules.fund_account import DONATION_KINDS
from huimang.settlement import queries

_PURPOSES = {"Subsidy": ("Subsidy",), **dict.fromkeys(DONATION_KINDS, ("Donation",))}
"""Where a fund source's money has to lie (제29조①, 제41조의4④); the rest lies in accounts without a purpose."""

Line = tuple[str, str, str, str]
"""Subject, program, fund source and bank account of an opening line."""


def fill(doc) -> None:
	"""Write the figures of the year as it stands on a draft."""
	year = queries.year(doc.accounting_year)
	books = queries.books(doc.accounting_year)
	doc.update(
		{
			"facility": year.facility,
			"accounting_unit": year.accounting_unit,
			"title": _("{0} Settlement", "ko").format(year.title),
			"due_date": settlement.report_due(year.end_date),
			"revenue_budget": books.budget[REVENUE],
			"revenue_total": books.settled[REVENUE],
			"expense_budget": books.budget[EXPENSE],
			"expense_total": books.settled[EXPENSE],
			"balance_total": books.settled[REVENUE] - books.settled[EXPENSE],
		}
	)
	_fill_funds(doc, books)
	_fill_accounts(doc, books, queries.statement_balances(doc.accounting_year, year.end_date.month))
	_fill_openings(doc, books)


def openings(doc, books: queries.Books) -> tuple[dict[Line, int], dict[str, int]]:
	"""Return the opening revenue by line, and what accounts get by transfer (예수금). Raises RuleViolation.

	:param doc: the settlement, which names the subject for each fund source.
	"""
	rests = carry_over.rests_by_program(_shown(books.rests))
	own, moved = carry_over.clear_debts({name: sum_ for name, sum_ in books.accounts.items() if sum_})
	placed = carry_over.allocate(rests, own, books.held, _rank(doc.facility))
	subjects = {row.fund_source: row.carryover_subject for row in doc.fund_balances}
	lines: dict[Line, int] = defaultdict(int)
	for ((fund, program), account), amount in placed.items():
		lines[subjects.get(fund) or "", program, fund, account] += amount
	carried = [
		(row.revenue_subject, row.program, row.fund_source, int(row.amount))
		for row in carryover_queries.carried(doc.accounting_year)
	]
	return carry_over.earmark(lines, carried), moved


def _shown(rests: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
	return {item: rest for item, rest in rests.items() if rest}


def fault(doc, books: queries.Books) -> str | None:
	"""Return why the rests of a year cannot be carried over, in the user's language."""
	try:
		lines, _moved = openings(doc, books)
	except RuleViolation as e:
		titles = dict(
			frappe.get_all(
				"Fund Source", {"facility": doc.facility}, ["name", "fund_source_name"], as_list=True
			)
		)
		return rule_message(RuleViolation(e.message, *(titles.get(param, param) for param in e.params)))
	if any(not subject for subject, *_rest in lines):
		return _("Please choose the carry-over subject of every fund source.")
	return None


def _fill_funds(doc, books: queries.Books) -> None:
	kinds = queries.fund_kinds(doc.facility)
	usual = queries.opening_subjects(doc.facility, doc.accounting_unit)
	chosen = {row.fund_source: row.carryover_subject for row in doc.fund_balances}
	doc.set("fund_balances", [])
	for fund, (revenue, expense) in books.funds.items():
		subject = chosen.get(fund) or usual[kinds.get(fund) in DONATION_KINDS]
		values = {"revenue": revenue, "expense": expense, "balance": revenue - expense}
		doc.append("fund_balances", {"fund_source": fund, "carryover_subject": subject, **values})


def _fill_accounts(doc, books: queries.Books, statements: dict[str, int | None]) -> None:
	doc.set("accounts", [])
	for account, balance in sorted(books.accounts.items()):
		stated = statements.get(account)
		stated = balance if stated is None and account in statements else stated or 0
		values = {"book_balance": balance, "statement_balance": stated, "difference": balance - stated}
		doc.append("accounts", {"bank_account": account, **values})


def _fill_openings(doc, books: queries.Books) -> None:
	doc.set("carryovers", [])
	if fault(doc, books):
		return
	lines, _moved = obey(openings, doc, books)
	for (subject, program, fund, account), amount in sorted(lines.items()):
		values = {"account_subject": subject, "program": program, "fund_source": fund}
		doc.append("carryovers", {**values, "bank_account": account, "amount": won(amount)})


def _rank(facility: str):
	kinds, purposes = queries.fund_kinds(facility), queries.account_purposes(facility)
	dedicated = {purpose for wanted in _PURPOSES.values() for purpose in wanted}

	def rank(item: tuple[str, str], account: str) -> int:
		wanted, purpose = _PURPOSES.get(kinds.get(item[0], "")), purposes.get(account)
		if wanted:
			return 0 if purpose in wanted else 2
		return 2 if purpose in dedicated else 1

	return rank

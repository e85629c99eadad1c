"""What a book that is taken over comes to: by month, and by account as it stands against what the bank has stated."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date
from itertools import accumulate

import frappe
from frappe import _
from frappe.utils import formatdate

from huimang.ledger import balances
from huimang.ledger.keys import EXPENSE, REVENUE, TRANSFER
from huimang.money import format_won


class Figures:
	"""The sums of a year: what is in its ledger, and what a list adds."""

	def __init__(self, year: frappe._dict):
		self._until = year.taken_over_until
		self._months: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
		self._cash: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
		self._stated: dict[str, tuple[date, int]] = {}
		rows = balances.entry_totals(
			year.name, year.start_date, self._until, ("posting_date", "side", "bank_account")
		)
		for row in rows:
			self._cash[row.bank_account][row.posting_date] += row.cash_amount
			if row.side != TRANSFER:
				self._months[row.posting_date.year, row.posting_date.month][row.side] += row.amount

	def add(self, values: dict) -> None:
		"""Count a document that is planned (`takeover.uploads`)."""
		day, total = values["day"], values["total"]
		if values["side"] == TRANSFER:
			self._cash[values["from_account"]][day] -= total
			self._cash[values["to_account"]][day] += total
			return
		self._months[day.year, day.month][values["side"]] += total
		self._cash[values["bank_account"]][day] += total if values["side"] == REVENUE else -total

	def state(self, account: str, day: date, amount: int) -> str:
		"""Compare what an account held at the end of a day; return what is wrong, empty where nothing is."""
		held = self._held(account, day)
		if account not in self._stated or self._stated[account][0] <= day:
			self._stated[account] = (day, amount)
		if held == amount:
			return ""
		return _("By these books the account holds {0} won on {1}, {2} won more or less than stated.").format(
			format_won(held), formatdate(day), format_won(abs(held - amount))
		)

	def tables(self) -> list[dict]:
		"""Return the sums by month and by account, as text."""
		return [
			{
				"title": _("By Month"),
				"head": [_("Month"), _("Revenue"), _("Expense"), _("Balance")],
				"rows": list(self._by_month()),
			},
			{
				"title": _("Account Balances"),
				"head": [_("Bank Account"), _("By These Books"), _("By the Bank"), _("Day")],
				"rows": list(self._by_account()),
			},
		]

	def _by_month(self):
		rest = 0
		for (year, month), sums in sorted(self._months.items()):
			revenue, expense = sums[REVENUE], sums[EXPENSE]
			rest += revenue - expense
			yield [f"{year}-{month:02d}", *map(format_won, (revenue, expense, rest))]

	def _by_account(self):
		titles = dict(
			frappe.get_all(
				"Facility Bank Account",
				{"name": ("in", sorted(self._cash))},
				["name", "account_title"],
				as_list=True,
			)
		)
		for account in sorted(self._cash, key=lambda name: titles.get(name, name)):
			day, stated = self._stated.get(account, (self._until, None))
			yield [
				titles.get(account, account),
				format_won(self._held(account, day)),
				"" if stated is None else format_won(stated),
				formatdate(day),
			]

	def _held(self, account: str, day: date) -> int:
		by_day = self._cash.get(account, {})
		past = sorted(by_day)
		sums = [0, *accumulate(by_day[when] for when in past)]
		return sums[bisect_right(past, day)]

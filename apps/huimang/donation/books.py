"""What the books of a year say of gifts: received, spent and set aside, by fund source and program. No second book is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import frappe

from huimang.ledger.keys import EXPENSE, REVENUE


class Sums(NamedTuple):
	"""What a year's books say of gifts, in won: received, and spent or set aside for expenses."""

	received: int = 0
	used: int = 0

	@property
	def left(self) -> int:
		return self.received - self.used


class Books:
	"""The balances of some fund sources in a year, read once.

	:param decides: read what is committed now and keep it so; otherwise as of the transaction's snapshot.
	"""

	def __init__(self, accounting_year: str, funds: Iterable[str], decides: bool):
		self.rows = frappe.db.sql(
			f"""SELECT side, account_subject, mok, program, fund_source, is_control, actual, reserved
			FROM `tabBudget Balance` WHERE accounting_year = %s AND fund_source IN %s
			{"LOCK IN SHARE MODE" if decides else ""}""",
			(accounting_year, tuple(sorted(funds)) or ("",)),
			as_dict=True,
		)

	def of(self, fund: str, program: str | None = None) -> Sums:
		received = used = 0
		for row in self.rows:
			if row.is_control and row.fund_source == fund and program in (None, row.program):
				received += int(row.actual) if row.side == REVENUE else 0
				used += int(row.actual + row.reserved) if row.side == EXPENSE else 0
		return Sums(received, used)

	def spent_on(self, subjects: set[str], fund: str, program: str) -> int:
		"""Return what was spent or set aside on subjects; a 세목 has a memo row of its own."""
		return sum(
			int(row.actual + row.reserved)
			for row in self.rows
			if row.side == EXPENSE
			and (row.fund_source, row.program) == (fund, program)
			and row.account_subject in subjects
		)

	def used_by_mok(self, funds: Iterable[str]) -> dict[str, int]:
		used: dict[str, int] = defaultdict(int)
		for row in self.rows:
			if row.is_control and row.side == EXPENSE and row.fund_source in funds:
				used[row.mok] += int(row.actual + row.reserved)
		return used


def standing(accounting_year: str, fund: str, program: str | None = None) -> Sums:
	"""Return what a year's books say of the gifts of a fund source, or of a program's part of them."""
	return Books(accounting_year, [fund], decides=False).of(fund, program)

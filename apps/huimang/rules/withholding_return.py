"""The monthly return of what was withheld (원천징수이행상황신고서, 소득세법 시행규칙 별지 제21호) and of its local tax.

Payments are added up into the form's rows, refunds are set off against what is to be paid (소득세법 시행령 제201조), and
the local income tax is the sum of what was withheld from each person, not a tenth of the total (지방세법 제103조의13).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from huimang.rules.errors import RuleViolation

TOTAL = "A99"
_DATA = Path(__file__).parent / "data" / "withholding_rows.csv"
_NOT_ADDED_UP = {"A05"}
"""분납신청: what A06 = A04 − A05 puts off."""
_TAX_NOT_ADDED_UP = {"A04", "A05"}
"""What year-end adjustment comes to is paid by A06; A04 still counts its people and their pay."""


class RowOfForm(NamedTuple):
	"""A row of the form: its code, what it says, the income it belongs to, and the row that adds it up."""

	code: str
	label: str
	group: str
	subtotal: str
	local_code: str
	local_label: str

	@property
	def is_subtotal(self) -> bool:
		return self.subtotal == TOTAL


class Paid(NamedTuple):
	"""What was paid to a person and withheld, in won; negative where a payment was taken back.

	Attributes:
		code: row of the form.
		person: whom: people are counted once a row.
		bank_account: the account in which what was withheld lies.
	"""

	code: str
	person: str
	paid: int
	income_tax: int
	local_tax: int
	bank_account: str = ""


class Line(NamedTuple):
	"""A row filled in: ④ 인원 ⑤ 총지급액 ⑥ 소득세 등 ⑧ 가산세 ⑨ 당월 조정 환급세액 ⑩ 납부세액."""

	code: str
	people: int
	paid: int
	income_tax: int
	penalty: int
	adjusted: int
	payable: int


class Refund(NamedTuple):
	"""환급세액 조정, ⑫ to ㉑: what is still to be refunded and what becomes of it."""

	carried: int
	claimed_before: int
	rest: int
	general: int
	adjustable: int
	adjusted: int
	carried_over: int
	claimed: int


class LocalLine(NamedTuple):
	"""지방소득세 특별징수 of one kind of income: people, tax base (the income tax), tax, what refunds take off, to be paid."""

	code: str
	label: str
	people: int
	tax_base: int
	tax: int
	adjusted: int
	payable: int


class Share(NamedTuple):
	"""What of the taxes one bank account pays: it kept them back."""

	bank_account: str
	income_tax: int
	local_tax: int


@dataclass(frozen=True)
class Return:
	"""A return as it is filed. `lines` hold the rows that have figures, in the form's order, the total last."""

	lines: tuple[Line, ...]
	refund: Refund
	local_lines: tuple[LocalLine, ...]
	local_carried_over: int
	shares: tuple[Share, ...]

	@property
	def total(self) -> Line:
		return self.lines[-1]

	@property
	def income_tax(self) -> int:
		"""Income tax to be paid, penalties left out: they are an expense of the facility."""
		return self.total.payable - self.total.penalty

	@property
	def local_tax(self) -> int:
		return sum(line.payable for line in self.local_lines)


def compose(
	payments: Iterable[Paid],
	*,
	carried: int = 0,
	claimed_before: int = 0,
	claim: int = 0,
	local_carried: int = 0,
	penalties: Mapping[str, int] | None = None,
) -> Return:
	"""Return the form filled in.

	:param carried: ⑫ 전월 미환급세액, what last month's return carried over (its ⑳).
	:param claimed_before: ⑬ 기환급 신청세액, what of it was claimed (its ㉑).
	:param claim: ㉑, what is to be claimed now; not more than is left over.
	:param local_carried: local tax of earlier months that is still to be set off.
	:param penalties: 가산세 by code of a subtotal or single row.

	Raises RuleViolation for a row that the form does not have, and a claim above what is left.
	"""
	payments = list(payments)
	leaves = _leaves(payments)
	figures = _with_subtotals(leaves)
	ends = [row.code for row in form() if row.subtotal == TOTAL]
	penalties = _of_rows(penalties or {}, ends)
	general = -sum(min(figures[code][2], 0) for code in ends)
	rest = carried - claimed_before
	if rest < 0:
		raise RuleViolation(
			"More was claimed than there was to be refunded. Please check the refunds carried over."
		)
	adjustable = rest + general
	due = {code: max(figures[code][2], 0) for code in ends}
	set_off = _set_off(due, adjustable)
	adjusted = sum(set_off.values())
	left = adjustable - adjusted
	if not 0 <= claim <= left:
		raise RuleViolation(
			"The refund that is claimed must not be above what is left over. Please check the amount."
		)
	lines = [
		_line(code, figures[code], penalties.get(code, 0), due.get(code, 0), set_off.get(code, 0))
		for code in (row.code for row in form())
		if code != TOTAL and (any(figures[code]) or penalties.get(code))
	]
	lines.append(_total(lines, ends))
	local_lines, local_left = _local(payments, local_carried)
	filled = Return(
		tuple(lines),
		Refund(carried, claimed_before, rest, general, adjustable, adjusted, left, claim),
		tuple(local_lines),
		local_left,
		(),
	)
	return Return(
		filled.lines,
		filled.refund,
		filled.local_lines,
		filled.local_carried_over,
		_shares(payments, filled.income_tax, filled.local_tax),
	)


@cache
def form() -> tuple[RowOfForm, ...]:
	"""Return the rows of the form, from top to bottom."""
	with _DATA.open(encoding="utf-8", newline="") as file:
		fields = RowOfForm._fields
		return tuple(RowOfForm(*(row[field] for field in fields)) for row in csv.DictReader(file))


@cache
def row_of(code: str) -> RowOfForm:
	"""Return a row of the form. Raises RuleViolation for one that it does not have."""
	for row in form():
		if row.code == code:
			return row
	raise RuleViolation("The withholding return has no row {0}.", code)


def _leaves(payments: Sequence[Paid]) -> dict[str, tuple[int, int, int]]:
	"""Return people, pay and tax of every row that payments go to."""
	people: dict[str, set[str]] = defaultdict(set)
	sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
	for payment in payments:
		if (row_of(payment.code).is_subtotal and row_of(payment.code).group) or payment.code == TOTAL:
			raise RuleViolation("The row {0} adds others up. Please choose one of those.", payment.code)
		people[payment.code].add(payment.person)
		sums[payment.code][0] += payment.paid
		sums[payment.code][1] += payment.income_tax
	leaves = {code: (len(people[code]), paid, tax) for code, (paid, tax) in sums.items()}
	if "A04" in leaves:
		leaves["A06"] = (0, 0, leaves["A04"][2] - leaves.get("A05", (0, 0, 0))[2])
	return leaves


def _with_subtotals(leaves: Mapping[str, tuple[int, int, int]]) -> dict[str, tuple[int, int, int]]:
	figures = defaultdict(lambda: (0, 0, 0), leaves)
	for code, (people, paid, tax) in leaves.items():
		end = row_of(code).subtotal
		if end != TOTAL and code not in _NOT_ADDED_UP:
			before = figures[end]
			added_tax = 0 if code in _TAX_NOT_ADDED_UP else tax
			figures[end] = (before[0] + people, before[1] + paid, before[2] + added_tax)
	return figures


def _of_rows(penalties: Mapping[str, int], ends: Sequence[str]) -> dict[str, int]:
	for code in penalties:
		if code not in ends:
			raise RuleViolation("The withholding return has no row {0}.", code)
	return {code: penalties.get(code, 0) for code in ends}


def _line(code: str, figures: tuple[int, int, int], penalty: int, due: int, set_off: int) -> Line:
	return Line(code, *figures, penalty, set_off, due + penalty - set_off)


def _set_off(due: Mapping[str, int], refund: int) -> dict[str, int]:
	"""Return what of a refund is taken off each row, from top to bottom, until it is used up."""
	taken = {}
	for code, amount in due.items():
		taken[code] = min(amount, refund)
		refund -= taken[code]
	return taken


def _total(lines: Sequence[Line], ends: Sequence[str]) -> Line:
	"""Return A99: what is to be refunded (△) is not taken off the taxes but stands in ⑮."""
	added = [line for line in lines if line.code in ends]
	return Line(
		TOTAL,
		sum(line.people for line in added),
		sum(line.paid for line in added),
		sum(max(line.income_tax, 0) for line in added),
		*(sum(getattr(line, field) for line in added) for field in ("penalty", "adjusted", "payable")),
	)


def _local(payments: Sequence[Paid], carried: int) -> tuple[list[LocalLine], int]:
	"""Return the local tax by kind of income, and what is still to be set off after it."""
	kinds: dict[tuple[str, str], list[Paid]] = defaultdict(list)
	for payment in payments:
		row = row_of(payment.code)
		if row.local_code:
			kinds[row.local_code, row.local_label].append(payment)
	sums = {kind: sum(p.local_tax for p in of_kind) for kind, of_kind in sorted(kinds.items())}
	refund = carried - sum(min(tax, 0) for tax in sums.values())
	due = {kind: max(tax, 0) for kind, tax in sums.items()}
	set_off = _set_off(due, refund)
	lines = [
		LocalLine(
			*kind,
			len({p.person for p in kinds[kind]}),
			sum(p.income_tax for p in kinds[kind]),
			tax,
			set_off[kind],
			due[kind] - set_off[kind],
		)
		for kind, tax in sums.items()
	]
	return lines, refund - sum(set_off.values())


def _shares(payments: Sequence[Paid], income_tax: int, local_tax: int) -> tuple[Share, ...]:
	"""Return what every bank account pays, together what is to be paid: each what it kept back, less what is set off."""
	held: dict[str, list[int]] = defaultdict(lambda: [0, 0])
	for payment in payments:
		held[payment.bank_account][0] += payment.income_tax
		held[payment.bank_account][1] += payment.local_tax
	accounts = sorted(held)
	columns = [
		_cut_to(total, [max(held[account][at], 0) for account in accounts])
		for at, total in enumerate((income_tax, local_tax))
	]
	shares = (Share(account, *amounts) for account, *amounts in zip(accounts, *columns, strict=True))
	return tuple(share for share in shares if share.income_tax or share.local_tax)


def _cut_to(total: int, amounts: Sequence[int]) -> list[int]:
	"""Return the amounts, the first ones cut until they add up to ``total``."""
	excess = sum(amounts) - total
	cut = []
	for amount in amounts:
		less = min(amount, excess)
		excess -= less
		cut.append(amount - less)
	return cut

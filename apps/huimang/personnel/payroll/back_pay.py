"""소급분: months that are paid already, reckoned again by what is known today; what they lack is paid with this one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from huimang.personnel.payroll.earnings import Earnings
from huimang.personnel.payroll.inputs import EARNING, Item, PaidMonth
from huimang.personnel.payroll.result import Line
from huimang.rules.steps import Step, _, figure

ARTICLE = "근로기준법 제43조①"
"""Wages are paid in full: what a month lacks is still owed for it."""


def lines(earned: Earnings) -> Iterator[Line]:
	"""Yield one line for each pay item of which earlier months lack something, or had too much."""
	owed: dict[str, list[tuple[str, int, int, Step]]] = defaultdict(list)
	for month in earned.person.paid_months:
		for item, amount, free, step in _of_month(month):
			owed[item].append((f"{month.terms.month:%Y-%m}", amount, free, step))
	for item in earned.terms.items:
		if item.kind == EARNING and (months := owed.get(item.name)) and (line := _line(earned, item, months)):
			yield line


def _line(earned: Earnings, item: Item, months: list[tuple[str, int, int, Step]]) -> Line | None:
	amount = sum(owed for _month, owed, _free, _step in months)
	if not amount:
		return None
	free = min(sum(part for _month, _owed, part, _step in months), max(amount, 0))
	return Line(
		kind=EARNING,
		title=f"{item.title} 소급분",
		amount=amount,
		item=item.name,
		tax_free=free,
		tax_free_kind=item.tax_free_kind if free else "",
		account_subject=item.account_subject,
		place=earned.place_of(item.name),
		steps=tuple(step for _month, _owed, _free, step in months),
		back_pay={month: (owed, part) for month, owed, part, _step in months},
	)


def _of_month(month: PaidMonth) -> Iterator[tuple[str, int, int, Step]]:
	"""Yield item, won owed, what of that is free of tax, and how it came about."""
	due = {line.item: line for line in Earnings(month.person, month.terms).lines()}
	for item in due.keys() | month.paid.keys():
		paid, paid_free = month.paid.get(item, (0, 0))
		amount = (due[item].amount if item in due else 0) - paid
		if not amount:
			continue
		free = max((due[item].tax_free if item in due else 0) - paid_free, 0)
		formula = f"{figure(amount + paid)} − {figure(paid)} → {figure(amount)}"
		inputs = ((_("Month"), f"{month.terms.month:%Y-%m}"),)
		yield item, amount, min(free, max(amount, 0)), Step(_("Back pay"), formula, amount, ARTICLE, inputs)

"""Year-end adjustments in a payslip, and in the withholding return that its payment is told in (A02, A04)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import frappe

from huimang.money import won
from huimang.personnel.filings import year_pay
from huimang.personnel.filings.year_end import LEAVER, YEAR_END, Due, settle
from huimang.personnel.payroll.inputs import DEDUCTION
from huimang.personnel.payroll.result import Line, Slip
from huimang.personnel.payroll.standing import ERROR
from huimang.rules.steps import Step, _, figure
from huimang.rules.withholding_return import Paid
from huimang.tax import sources

CODES = {
	YEAR_END: (_("Income Tax of the Year-end Adjustment"), _("Local Income Tax of the Year-end Adjustment")),
	LEAVER: (_("Income Tax Settled on Leaving"), _("Local Income Tax Settled on Leaving")),
}
"""What the two lines of an adjustment are called; both are taxes that the withholding return pays."""
TAXES = tuple(code for codes in CODES.values() for code in codes)
_ROWS = {YEAR_END: "A04", LEAVER: "A02"}
_ARTICLE = "소득세법 제137조; 지방세법 제103조의13"


def lines(dues: Iterable[Due], slip: Slip, on: date) -> Iterator[Line]:
	"""Yield the lines by which a payslip settles adjustments: what is withheld besides, or, below 0, paid back."""
	for due in dues:
		own = (slip.income_tax, slip.local_tax) if due.takes_own else (0, 0)
		withheld = [before + now for before, now in zip(due.withheld, own, strict=True)]
		left = [tax - before for tax, before in zip(due.determined, withheld, strict=True)]
		for code, determined, before, amount in zip(
			CODES[due.kind], due.determined, withheld, settle(*left, on), strict=True
		):
			formula = f"{figure(determined)} − {figure(before)} → {figure(amount)}"
			inputs = ((_("Tax of the year"), determined), (_("Withheld before"), before))
			step = Step(_("Tax of the year less what was withheld"), formula, amount, _ARTICLE, inputs)
			yield Line(kind=DEDUCTION, title=code, code=code, amount=amount, steps=(step,))


def adjusted_paid(facility: str, accounting_unit: str, first: date, last: date) -> list[Paid]:
	"""Return the adjustments that were settled with pay of a stretch of days (hook huimang_withholding_sources).

	Each with the pay of its whole year, as the form wants it (⑤ 총지급액 of A02 and A04).
	"""
	rows = frappe.db.sql(
		f"""SELECT adjusted.kind, adjusted.year, adjusted.employee, line.code, line.amount, doc.bank_account, {sources.SIGN}
		FROM `tabExpense Resolution` doc
		JOIN `tabPayslip` slip ON slip.payroll_run = doc.payroll_run AND slip.bank_account = doc.bank_account
			AND slip.status != %(error)s
		JOIN `tabPayslip Line` line ON line.parent = slip.name AND line.code IN %(codes)s
		JOIN `tabYear-end Adjustment` adjusted ON adjusted.employee = slip.employee
			AND adjusted.paid_year = slip.year AND adjusted.paid_month = slip.month
			AND adjusted.kind = IF(line.code IN %(year_end)s, %(is_year_end)s, %(is_leaver)s)
		WHERE doc.payroll_part = 'Pay' AND {sources.WITHIN}
		ORDER BY doc.payment_date, doc.name, slip.employee_no, line.idx""",
		sources.within(facility, accounting_unit, first, last)
		| {
			"error": ERROR,
			"codes": TAXES,
			"year_end": CODES[YEAR_END],
			"is_year_end": YEAR_END,
			"is_leaver": LEAVER,
		},
	)
	found: dict[tuple, list[int]] = {}
	for kind, year, employee, code, amount, account, sign in rows:
		taxes = found.setdefault((kind, year, employee, account, sign), [0, 0])
		taxes[CODES[kind].index(code)] += won(amount)
	pay = {
		year: year_pay.of_year(facility, year, employees=[key[2] for key in found if key[1] == year])
		for year in {key[1] for key in found}
	}
	return [
		Paid(
			_ROWS[kind], employee, sign * _paid(pay[year].get(employee)), sign * income, sign * local, account
		)
		for (kind, year, employee, account, sign), (income, local) in found.items()
	]


def _paid(year: year_pay.YearPay | None) -> int:
	return year.taxable + year.tax_free if year else 0

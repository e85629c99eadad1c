"""연말정산 and 중도퇴사 정산 as far as data go: what the tax of a year came to is entered, and what is missing of it or too
much is withheld or paid back with the pay of a month (소득세법 제137조).

The tax itself is reckoned by the service of the tax office or by whoever does the adjustment; here is what was withheld, and
what follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from huimang.errors import obey
from huimang.money import floor_to_ten, won
from huimang.personnel.filings import year_pay
from huimang.personnel.payroll.standing import CONFIRMED, SLIP
from huimang.rules import income_tax

ADJUSTMENT = "Year-end Adjustment"
EMPLOYEE = "Facility Employee"
YEAR_END, LEAVER = "Year End", "Leaver"
_ENTERED = (*("earlier_pay", "earlier_income_tax", "earlier_local_tax", "income_tax", "local_tax"),)


@dataclass(frozen=True, slots=True)
class Due:
	"""What an adjustment knows before the pay that it is settled with, in won: (income tax, local tax).

	Attributes:
		determined: what the tax of the year comes to.
		withheld: what was withheld of it before, here and elsewhere.
		takes_own: whether the tax withheld from the very pay counts as withheld for the year.
	"""

	name: str
	kind: str
	determined: tuple[int, int]
	withheld: tuple[int, int]
	takes_own: bool


def settle(income: int, local: int, on: date) -> tuple[int, int]:
	"""Return 차감징수세액 of a difference: cut below ten won on either side of 0, and nothing of a small sum (제86조)."""
	income, local = (floor_to_ten(tax) if tax >= 0 else -floor_to_ten(-tax) for tax in (income, local))
	return (0, min(local, 0)) if 0 <= income < income_tax.small_sum(on) else (income, local)


def complete(doc: Any) -> None:
	"""Fill in what the payslips say, and reckon what is due. What is paid stays as it is."""
	card = frappe.db.get_value(EMPLOYEE, doc.employee, ["full_name", "left_on"], as_dict=True)
	doc.employee_name, doc.year = card.full_name, cint(doc.year)
	if not 2000 <= doc.year <= 2100:
		frappe.throw(_("Please choose the year of the income."))
	_take_month(doc, card.left_on)
	words = "연말정산" if doc.kind == YEAR_END else "중도퇴사 정산"
	doc.title = f"{card.full_name} {doc.year}년 {words}"
	_refuse_twin(doc)
	for field in _ENTERED:
		doc.set(field, obey(won, doc.get(field) or 0))
	if doc.income_tax < 0 or doc.local_tax < 0:
		frappe.throw(_("The tax of a year cannot be below 0."))
	doc.payslip = paid_with(doc)
	if doc.payslip and not doc.is_new():
		_refuse_change(doc)
		return
	paid = year_pay.of_year(doc.facility, doc.year, employees=[doc.employee]).get(doc.employee)
	paid = paid or year_pay.YearPay(doc.employee)
	doc.total_pay, doc.tax_free = paid.taxable, paid.tax_free
	doc.paid_income_tax, doc.paid_local_tax = paid.income_tax, paid.local_tax
	doc.income_tax_due = doc.local_tax_due = 0
	if doc.is_known:
		doc.income_tax_due, doc.local_tax_due = settle(
			doc.income_tax - doc.earlier_income_tax - doc.paid_income_tax,
			doc.local_tax - doc.earlier_local_tax - doc.paid_local_tax,
			getdate(date(cint(doc.paid_year), cint(doc.paid_month), 1)),
		)


def due_in(facility: str, year: int, month: int, employees: Sequence[str]) -> dict[str, list[Due]]:
	"""Return what the adjustments of a month call for by employee: what the payroll of that month settles.

	The payslips of that payroll are not confirmed yet, so they do not count as paid before. A query, where there are adjustments
	three more for each of their years.
	"""
	rows = frappe.get_all(
		ADJUSTMENT,
		{
			"facility": facility,
			"paid_year": cint(year),
			"paid_month": cint(month),
			"is_known": 1,
			"employee": ("in", [*employees] or [""]),
		},
		[
			"name",
			"employee",
			"year",
			"kind",
			"earlier_income_tax",
			"earlier_local_tax",
			"income_tax",
			"local_tax",
		],
		order_by="year",
	)
	paid = {
		of: year_pay.of_year(facility, of, employees=[row.employee for row in rows if row.year == of])
		for of in {row.year for row in rows}
	}
	found: dict[str, list[Due]] = defaultdict(list)
	for row in rows:
		here = paid[row.year].get(row.employee) or year_pay.YearPay(row.employee)
		found[row.employee].append(
			Due(
				row.name,
				row.kind,
				(won(row.income_tax), won(row.local_tax)),
				(won(row.earlier_income_tax) + here.income_tax, won(row.earlier_local_tax) + here.local_tax),
				row.year == cint(year),
			)
		)
	return found


def paid_with(doc: Any) -> str | None:
	"""Return the confirmed payslip that an adjustment was settled with."""
	return frappe.db.get_value(
		SLIP,
		{
			"employee": doc.employee,
			"year": cint(doc.paid_year),
			"month": cint(doc.paid_month),
			"status": CONFIRMED,
		},
	)


def refuse_once_paid(doc: Any) -> None:
	"""What a confirmed payslip has settled stays."""
	if doc.is_known and paid_with(doc):
		frappe.throw(_("This adjustment is settled with a confirmed payroll and stays."))


def make_for(facility: str, year: int) -> int:
	"""Make an adjustment for everybody who was paid in a year and is employed at its end; return how many are new."""
	paid = year_pay.of_year(facility, year)
	known = set(frappe.get_all(ADJUSTMENT, {"facility": facility, "year": year}, pluck="employee"))
	end = date(cint(year), 12, 31)
	cards = frappe.get_all(
		EMPLOYEE,
		filters={"name": ("in", [*paid] or [""])},
		or_filters=[["left_on", "is", "not set"], ["left_on", ">=", end]],
		pluck="name",
		order_by="employee_no",
	)
	made = [employee for employee in cards if employee not in known]
	for employee in made:
		values = {"facility": facility, "employee": employee, "year": year, "kind": YEAR_END}
		frappe.get_doc({"doctype": ADJUSTMENT, **values}).insert()
	return len(made)


def _take_month(doc: Any, left_on: object) -> None:
	if not doc.paid_year or not doc.paid_month:
		if doc.kind == LEAVER and left_on:
			doc.paid_year, doc.paid_month = getdate(left_on).year, getdate(left_on).month
		else:
			doc.paid_year, doc.paid_month = doc.year + 1, 2
	if not 1 <= cint(doc.paid_month) <= 12 or cint(doc.paid_year) < doc.year:
		frappe.throw(_("Please choose the month with whose pay the adjustment is settled."))


def _refuse_twin(doc: Any) -> None:
	twin = {"employee": doc.employee, "year": doc.year, "name": ("!=", doc.name or "")}
	if frappe.db.exists(ADJUSTMENT, twin):
		frappe.throw(
			_("There is an adjustment of {0} for {1} already. Please open it instead.").format(
				doc.employee_name, doc.year
			),
			frappe.DuplicateEntryError,
		)


def _refuse_change(doc: Any) -> None:
	if any(
		doc.has_value_changed(field) for field in (*_ENTERED, "is_known", "kind", "paid_year", "paid_month")
	):
		frappe.throw(_("This month is paid already. Please enter the difference in the next one."))

"""임직원 보수 일람표 (별지 제4호; of 노인장기요양기관 별지 제4호의2, also their 인건비명세서): what everybody was paid in a year.

Figures come from the payslips of confirmed payrolls, from severance pay and from daily wages that were paid. What of an
earning is 급여 and what 각종 수당 follows from its subject: base pay and all that is booked with it is the former.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from huimang.approval.stages import SETTLED
from huimang.money import won
from huimang.personnel.payroll.inputs import BASE, DEDUCTION, EARNING, EMPLOYER
from huimang.personnel.payroll.standing import CONFIRMED
from huimang.rules import direct_care, settlement_papers, statement_forms
from huimang.rules.statement_forms import HOME_CARE
from huimang.rules.withholding import DAILY
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books

RIGHT = "Employee Pay"
"""Whoever may read the terms of everybody's pay: HR and the head."""
_RESERVE = "Severance Reserve"
_CARE = ("base", "allowances", "daily", "severance", "insurance")
_PLAIN = ("base", "allowances", "gross", "deducted", "net")
_COSTS = {True: "직접비", False: "간접비"}


@dataclass(frozen=True)
class Paid:
	"""What one person was paid in the year, in won."""

	name: str
	job: str
	amounts: Mapping[str, int]
	link: tuple[str, str] | None = None


def is_of_care(books: Books) -> bool:
	"""Tell whether these books call for the form of 노인장기요양기관."""
	return _kind(books) != books.kind or books.kind == HOME_CARE


def form(books: Books) -> Form:
	statutory = statement_forms.find("remuneration", _kind(books), books.last)
	amount = {"kind": ColumnKind.WON, "carry": Carry.SUM}
	if is_of_care(books):
		columns = (
			Column("no", "순번", 10, ColumnKind.CODE),
			Column("job", "직종", 26),
			Column("cost", "인건비 구분", 20, ColumnKind.CODE),
			Column("name", "성명", 22),
			Column("base", "급여", 29, **amount),
			Column("allowances", "각종 수당", 27, **amount),
			Column("daily", "일용잡급", 23, **amount),
			Column("severance", "퇴직금 및 퇴직적립금", 31, **amount),
			Column("insurance", "사회보험 부담금", 28, **amount),
			Column("total", "계", 31, **amount),
		)
	else:
		columns = (
			Column("no", "순번", 12, ColumnKind.CODE),
			Column("job", "직종 또는 직위(급)", 44),
			Column("name", "성명", 28),
			Column("base", "본봉", 34, **amount),
			Column("allowances", "각종 수당", 34, **amount),
			Column("gross", "계", 34, **amount),
			Column("deducted", "공제액", 30, **amount),
			Column("net", "차감지급액", 34, **amount),
		)
	return Form(
		title=statutory.title,
		columns=columns,
		signers=books.signers,
		legal_basis=statutory.legal_basis,
		landscape=True,
	)


def heading(books: Books) -> Heading:
	return Heading(books.facility_name, books.period())


def rows(books: Books) -> Iterator[Row]:
	"""Yield a row a person; of long-term care by direct and indirect cost with their sums."""
	people = list(_people(books))
	if not is_of_care(books):
		yield from _listed(people, _PLAIN, 1)
		yield Row({"job": "합계", **_sums(people, _PLAIN)}, RowKind.TOTAL)
		return
	number = 1
	for direct, cost in _COSTS.items():
		members = [person for person in people if direct_care.is_direct(person.job, books.last) == direct]
		yield from _listed(members, (*_CARE, "total"), number, cost)
		number += len(members)
		if members:
			yield Row({"job": f"{cost} 계", **_sums(members, (*_CARE, "total"))}, RowKind.SUBTOTAL)
	yield Row({"job": "합계", **_sums(people, (*_CARE, "total"))}, RowKind.TOTAL)


def _listed(people: Iterable[Paid], fields: tuple[str, ...], start: int, cost: str = "") -> Iterator[Row]:
	for number, person in enumerate(people, start):
		values = {"no": str(number), "job": person.job, "name": person.name, "cost": cost}
		yield Row({**values, **{field: person.amounts.get(field, 0) for field in fields}}, link=person.link)


def _sums(people: Iterable[Paid], fields: tuple[str, ...]) -> dict[str, int]:
	people = list(people)
	return {field: sum(person.amounts.get(field, 0) for person in people) for field in fields}


def _people(books: Books) -> Iterator[Paid]:
	"""Yield everybody who was paid, in the order of their numbers, those paid by the day last. Three queries."""
	severance = _severance(books)
	for row in _paid_by_payroll(books):
		amounts = {
			field: won(row[field]) for field in ("base", "allowances", "deducted", "insurance", "reserve")
		}
		amounts["gross"] = amounts["base"] + amounts["allowances"]
		amounts["net"] = amounts["gross"] - amounts["deducted"]
		amounts["severance"] = amounts["reserve"] + severance.pop(row.employee, 0)
		amounts["total"] = sum(amounts.get(field, 0) for field in _CARE)
		job = (row.job_type or row.position) if is_of_care(books) else _with_rank(row)
		yield Paid(row.full_name, job or "", amounts, ("Facility Employee", row.employee))
	for name, gross in _paid_by_day(books):
		yield Paid(name, "일용", {"daily": won(gross), "total": won(gross)} if is_of_care(books) else {
			"base": won(gross), "gross": won(gross), "net": won(gross)
		})  # fmt: skip


def _paid_by_payroll(books: Books) -> list[Any]:
	return frappe.db.sql(
		"""SELECT slip.employee, card.full_name, card.job_type, card.position, card.grade,
			SUM(IF(line.kind = %(earning)s AND line.account_subject IN (SELECT account_subject FROM `tabPay Item`
				WHERE facility = %(facility)s AND calculation = %(base)s), line.amount, 0)) base,
			SUM(IF(line.kind = %(earning)s AND line.account_subject NOT IN (SELECT account_subject FROM `tabPay Item`
				WHERE facility = %(facility)s AND calculation = %(base)s), line.amount, 0)) allowances,
			SUM(IF(line.kind = %(deduction)s, line.amount, 0)) deducted,
			SUM(IF(line.kind = %(employer)s AND line.code != %(reserve)s, line.amount, 0)) insurance,
			SUM(IF(line.kind = %(employer)s AND line.code = %(reserve)s, line.amount, 0)) reserve
		FROM `tabPayslip` slip JOIN `tabPayslip Line` line ON line.parent = slip.name
			JOIN `tabFacility Employee` card ON card.name = slip.employee
			JOIN `tabPayroll Run` run ON run.name = slip.payroll_run
		WHERE slip.facility = %(facility)s AND slip.status = %(confirmed)s AND run.accounting_year = %(year)s
		GROUP BY slip.employee, card.full_name, card.job_type, card.position, card.grade, card.employee_no
		ORDER BY card.employee_no""",
		{
			"facility": books.facility,
			"year": books.accounting_year,
			"confirmed": CONFIRMED,
			"earning": EARNING,
			"deduction": DEDUCTION,
			"employer": EMPLOYER,
			"reserve": _RESERVE,
			"base": BASE,
		},
		as_dict=True,
	)


def _severance(books: Books) -> dict[str, int]:
	"""Return the severance pay that was paid in the year, by employee."""
	rows = frappe.db.sql(
		"""SELECT pay.employee, SUM(pay.total_amount)
		FROM `tabExpense Resolution` doc JOIN `tabSeverance Settlement` pay ON pay.name = doc.severance_settlement
		WHERE doc.accounting_year = %s AND doc.stage = %s GROUP BY pay.employee""",
		(books.accounting_year, SETTLED),
	)
	return {employee: won(total) for employee, total in rows}


def _paid_by_day(books: Books) -> list[tuple[str, Any]]:
	"""Return who was paid by the day (일용), and how much."""
	return frappe.db.sql(
		"""SELECT payee.counterparty_name, SUM(row.gross)
		FROM `tabExpense Resolution` doc
			JOIN `tabPayee Withholding` row ON row.parent = doc.name AND row.parenttype = 'Expense Resolution'
			JOIN `tabCounterparty` payee ON payee.name = row.payee
		WHERE doc.accounting_year = %s AND doc.stage = %s AND row.income_kind = %s
		GROUP BY payee.name, payee.counterparty_name ORDER BY payee.counterparty_name""",
		(books.accounting_year, SETTLED, DAILY),
	)


def _with_rank(row: Any) -> str:
	job = row.job_type or row.position or ""
	return f"{job} ({row.grade})" if row.grade else job


def _kind(books: Books) -> str:
	"""Return the kind of books by which the form is found: 노인장기요양기관 have one of their own under the general rule."""
	if books.unit != "Facility" or books.kind == HOME_CARE:
		return books.kind
	of_type = frappe.get_cached_value("Facility", books.facility, "facility_type")
	group = frappe.get_cached_value("Facility Type", of_type, "subject_template_group")
	return group if group == settlement_papers.LONG_TERM_CARE else books.kind


REMUNERATION = Statement(
	name="remuneration",
	report="Staff Remuneration",
	doctype=RIGHT,
	parse=read_books,
	form=form,
	heading=heading,
	rows=rows,
)

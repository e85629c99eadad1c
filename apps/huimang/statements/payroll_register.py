"""급여대장 (임금대장, 근로기준법 제48조①, 시행령 제27조): a month's payslips in one table, a column for each item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from huimang.money import won
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import read_books, read_month

_KINDS = {"Earning": "지급", "Deduction": "공제"}
_PERSON = (
	Column("number", "사원번호", 13, ColumnKind.CODE),
	Column("person", "성명", 15),
	Column("born", "생년월일", 15, ColumnKind.CODE),
	Column("hired", "고용일", 15, ColumnKind.CODE),
	Column("job", "직위·업무", 18),
	Column("step", "급·호봉", 16),
	Column("days", "근로일수", 9, ColumnKind.CODE),
	Column("hours", "연장·야간·휴일 시간", 14, ColumnKind.CODE),
)


@dataclass(frozen=True)
class RegisterFilters:
	"""The month of a facility, with everything that is paid for it.

	Attributes:
		items: kind and title of every item that somebody has, in the order of the payslips.
	"""

	facility_name: str
	year: int
	month: int
	slips: Sequence[Any]
	lines: Mapping[str, Mapping[tuple[str, str], int]]
	hours: Mapping[str, float]
	items: Sequence[tuple[str, str]]


def parse(filters: Mapping[str, Any]) -> RegisterFilters:
	books = read_books(filters)
	month = read_month(filters, "month", books.months[-1])
	facility, year = books.facility, books.bounds(month)[0].year
	slips = frappe.get_all(
		"Payslip",
		{"facility": facility, "year": year, "month": month, "status": ("in", ("Ready", "Confirmed"))},
		["*"],
		order_by="employee_no, employee_name",
	)
	rows = frappe.get_all(
		"Payslip Line",
		{"parent": ("in", [slip.name for slip in slips] or [""]), "kind": ("in", list(_KINDS))},
		["parent", "kind", "title", "amount", "hours", "idx"],
		order_by="idx",
	)
	lines: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
	hours: dict[str, float] = defaultdict(float)
	places: dict[tuple[str, str], int] = {}
	for row in rows:
		key = row.kind, row.title
		lines[row.parent][key] += won(row.amount)
		hours[row.parent] += float(row.hours or 0) if row.kind == "Earning" else 0
		places[key] = max(places.get(key, 0), row.idx)
	items = sorted(places, key=lambda key: (list(_KINDS).index(key[0]), places[key]))
	return RegisterFilters(
		facility_name=books.facility_name,
		year=year,
		month=month,
		slips=slips,
		lines=lines,
		hours=hours,
		items=items,
	)


def form(filters: RegisterFilters) -> Form:
	columns = [*_PERSON, *(_column(at, kind, title) for at, (kind, title) in _numbered(filters, "Earning"))]
	columns.append(Column("gross", "임금총액", 20, ColumnKind.WON, carry=Carry.SUM))
	columns += [_column(at, kind, title) for at, (kind, title) in _numbered(filters, "Deduction")]
	columns.append(Column("deducted", "공제계", 18, ColumnKind.WON, carry=Carry.SUM))
	columns.append(Column("net", "실지급액", 20, ColumnKind.WON, carry=Carry.SUM))
	return Form(
		title="급여대장",
		columns=columns,
		signers=("담당", "시설장"),
		legal_basis="근로기준법 제48조제1항, 시행령 제27조",
		landscape=True,
	)


def heading(filters: RegisterFilters) -> Heading:
	days = sorted({getdate(slip.pay_day) for slip in filters.slips})
	paid = ", ".join(f"{day:%Y. %m. %d.}" for day in days) or "-"
	details = (("지급일", paid), ("인원", f"{len(filters.slips)}명"))
	return Heading(filters.facility_name, f"{filters.year}년 {filters.month}월분", details)


def rows(filters: RegisterFilters) -> Iterator[Row]:
	"""Yield a row for each payslip, and their sum."""
	total: dict[str, int] = defaultdict(int)
	for slip in filters.slips:
		own = filters.lines.get(slip.name, {})
		figures = {_key(at): own.get(item, 0) for at, item in enumerate(filters.items)}
		figures |= {field: won(slip.get(field)) for field in ("gross", "deducted", "net")}
		for key, amount in figures.items():
			total[key] += amount
		yield Row({**_person(slip, filters), **figures}, link=("Payslip", slip.name))
	if filters.slips:
		yield Row({"person": "합계", **total}, RowKind.TOTAL)


def _person(slip: Any, filters: RegisterFilters) -> dict[str, Any]:
	hours = filters.hours.get(slip.name)
	return {
		"number": slip.employee_no,
		"person": slip.employee_name,
		"born": _day(slip.birth_date),
		"hired": _day(slip.hired_on),
		"job": " ".join(dict.fromkeys(filter(None, (slip.position, slip.job_type)))),
		"step": slip.grade_step,
		"days": f"{cint(slip.days)}",
		"hours": f"{hours:g}" if hours else "",
	}


def _numbered(filters: RegisterFilters, kind: str) -> Iterable[tuple[int, tuple[str, str]]]:
	return [(at, item) for at, item in enumerate(filters.items) if item[0] == kind]


def _column(at: int, kind: str, title: str) -> Column:
	return Column(_key(at), _(title, "ko"), 17, ColumnKind.WON, group=_KINDS[kind], carry=Carry.SUM)


def _key(at: int) -> str:
	return f"item_{at}"


def _day(value: object) -> str:
	return getdate(value).strftime("%Y-%m-%d") if value else ""


PAYROLL_REGISTER = Statement(
	name="payroll_register",
	report="Payroll Register",
	doctype="Employee Pay",
	parse=parse,
	form=form,
	heading=heading,
	rows=rows,
)

"""급여대장 (임금대장, 근로기준법 제48조①, 시행령 제27조): a month's payslips in one table, a column for each item."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from huimang.money import won
from huimang.rules import social_insurance
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import read_books, read_month

_KINDS = {"Earning": "지급", "Deduction": "공제"}
_PERSON = (
	Column("person", "성명 / (사원번호)", 19),
	Column("born", "생년월일 / 고용일", 18),
	Column("job", "직위·업무 / 급·호봉", 22),
	Column("days", "근로일수 / (가산 시간)", 15),
)
_SHORT = {social_insurance.CARE: "장기요양", social_insurance.UNEMPLOYMENT: "고용보험"}
"""What a narrow column calls an insurance."""
_COLUMNS_OF = {"Earning": 6, "Deduction": 7}
"""As many columns have room beside each other; where there are more items, they stand below one another."""


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
	columns = [*_PERSON, *_item_columns(filters, "Earning")]
	columns.append(Column("gross", "임금총액", 19, ColumnKind.WON, carry=Carry.SUM))
	columns += _item_columns(filters, "Deduction")
	columns.append(Column("deducted", "공제계", 17, ColumnKind.WON, carry=Carry.SUM))
	columns.append(Column("net", "실지급액", 19, ColumnKind.WON, carry=Carry.SUM))
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
	"""Yield the rows of each payslip, and their sum."""
	total: dict[tuple[str, str], int] = defaultdict(int)
	sums = {"gross": 0, "deducted": 0, "net": 0}
	for slip in filters.slips:
		own = filters.lines.get(slip.name, {})
		for item in filters.items:
			total[item] += own.get(item, 0)
		head = {**_person(slip, filters), **{field: won(slip.get(field)) for field in sums}}
		sums = {field: sums[field] + head[field] for field in sums}
		yield from _rows_of(filters, head, own, RowKind.ENTRY, ("Payslip", slip.name))
	if filters.slips:
		yield from _rows_of(filters, {"person": "합계", **sums}, total, RowKind.TOTAL, None)


def _rows_of(
	filters: RegisterFilters,
	head: Mapping[str, Any],
	amounts: Mapping[tuple[str, str], int],
	kind: RowKind,
	link: tuple[str, str] | None,
) -> Iterator[Row]:
	"""Yield the rows of one person: a second one where the items need it."""
	count = _depth(filters)
	for depth in range(count):
		values = dict(head) if not depth else {}
		for side in _KINDS:
			width = _width(filters, side)
			for at, item in enumerate(_items(filters, side)):
				if at // width == depth:
					values[_key(side, at % width)] = amounts.get(item, 0)
		yield Row(values, kind, link=link, rule=None if not depth else "", keep=count - depth - 1)


def _person(slip: Any, filters: RegisterFilters) -> dict[str, Any]:
	hours = filters.hours.get(slip.name)
	return {
		"person": f"{slip.employee_name} ({slip.employee_no or '-'})",
		"born": " ".join(filter(None, (_day(slip.birth_date), _day(slip.hired_on)))),
		"job": " ".join(dict.fromkeys(filter(None, (slip.position, slip.job_type, slip.grade_step)))),
		"days": f"{cint(slip.days)}일 ({hours:g}시간)" if hours else f"{cint(slip.days)}일",
	}


def _items(filters: RegisterFilters, kind: str) -> list[tuple[str, str]]:
	return [item for item in filters.items if item[0] == kind]


def _depth(filters: RegisterFilters) -> int:
	"""Return how many rows a person takes."""
	return max(1, *(math.ceil(len(_items(filters, kind)) / most) for kind, most in _COLUMNS_OF.items()))


def _width(filters: RegisterFilters, kind: str) -> int:
	"""Return how many columns the items of a kind take."""
	return max(math.ceil(len(_items(filters, kind)) / _depth(filters)), 1)


def _item_columns(filters: RegisterFilters, kind: str) -> Iterable[Column]:
	titles, width = (
		[_SHORT.get(title) or _(title, "ko") for _kind, title in _items(filters, kind)],
		_width(filters, kind),
	)
	carry = Carry.SUM if _depth(filters) == 1 else Carry.NONE
	return [
		Column(
			_key(kind, at), " / ".join(titles[at::width]), 17, ColumnKind.WON, group=_KINDS[kind], carry=carry
		)
		for at in range(width)
		if titles
	]


def _key(kind: str, at: int) -> str:
	return f"{kind.lower()}_{at}"


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

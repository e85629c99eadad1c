"""What the tax office asks for of wages: the data of 근로소득 지급명세서 (별지 제24호(1)) and 간이지급명세서 (별지 제24호의4(1)).

Both come from the payslips of confirmed payrolls, so that Σ 급여대장 = 간이지급명세서 = 지급명세서 (filings.md §7). Resident numbers
are masked here; the files that are handed in have them whole, and say so in the log (`personnel/filings/api.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.utils import cint, getdate

from huimang.money import won
from huimang.personnel.filings import year_pay
from huimang.personnel.filings.year_end import ADJUSTMENT
from huimang.rules.errors import RuleViolation
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import read_month

RIGHT = "Employee Pay"
_WON = {"kind": ColumnKind.WON, "carry": Carry.SUM}
_ADJUSTED = ("income_tax", "local_tax", "income_tax_due", "local_tax_due")


@dataclass(frozen=True)
class WageFilters:
	"""Whose wages of which months of a calendar year."""

	facility: str
	facility_name: str
	year: int
	months: tuple[int, int]

	@property
	def bounds(self) -> tuple[date, date]:
		"""First and last day."""
		return date(self.year, self.months[0], 1), frappe.utils.get_last_day(
			date(self.year, self.months[1], 1)
		)


def parse(filters: Mapping[str, Any]) -> WageFilters:
	"""Read the filters; an accounting year stands for the calendar year in which it begins."""
	facility = filters["facility"]
	year = cint(filters.get("year"))
	if not year and (name := filters.get("accounting_year")):
		belongs = {"name": str(name), "facility": facility}
		year = cint(frappe.db.get_value("Accounting Year", belongs, "year"))
		if not year:
			raise RuleViolation("Please choose an accounting year of this facility.")
	year = year or getdate().year
	if not 2000 <= year <= 2100:
		raise RuleViolation("Please choose the year that is reported.")
	months = read_month(filters, "from_month", 1), read_month(filters, "to_month", 12)
	if months[0] > months[1]:
		raise RuleViolation("The first month is after the last one. Please choose the months again.")
	return WageFilters(
		facility, frappe.get_cached_value("Facility", facility, "facility_name") or "", year, months
	)


def _year_form(filters: WageFilters) -> Form:
	return Form(
		title="근로소득 지급명세서 자료",
		columns=(
			Column("no", "순번", 8, ColumnKind.CODE),
			Column("name", "성명", 16),
			Column("number", "주민등록번호", 24, ColumnKind.CODE),
			Column("term", "근무기간", 28, ColumnKind.CODE),
			Column("pay", "급여", 22, **_WON),
			Column("bonus", "상여", 18, **_WON),
			Column("taxable", "총급여", 22, **_WON),
			Column("tax_free", "비과세(제출)", 18, **_WON),
			Column("pension", "국민연금", 18, **_WON),
			Column("health", "건강·장기요양", 18, **_WON),
			Column("unemployment", "고용보험", 16, **_WON),
			Column("income_tax", "소득세", 18, group="원천징수", **_WON),
			Column("local_tax", "지방세", 16, group="원천징수", **_WON),
			Column("determined", "소득세", 18, group="결정세액", **_WON),
			Column("determined_local", "지방세", 16, group="결정세액", **_WON),
			Column("due", "소득세", 18, group="차감징수", **_WON),
			Column("due_local", "지방세", 16, group="차감징수", **_WON),
		),
		signers=("담당", "시설장"),
		legal_basis="소득세법 제164조제1항, 시행규칙 별지 제24호서식(1)",
		landscape=True,
		note="결정세액과 차감징수세액은 연말정산 결과를 입력한 사람만 적습니다. 비과세는 제출 대상만 적습니다.",
	)


def _simple_form(filters: WageFilters) -> Form:
	return Form(
		title="간이지급명세서(근로소득)",
		columns=(
			Column("no", "일련번호", 12, ColumnKind.CODE),
			Column("name", "성명", 26),
			Column("number", "주민등록번호", 34, ColumnKind.CODE),
			Column("foreign", "내·외국인", 18, ColumnKind.CODE),
			Column("phone", "전화번호", 28, ColumnKind.CODE),
			Column("term", "근무기간", 40, ColumnKind.CODE),
			Column("taxable", "급여 등", 32, **_WON),
			Column("recognised", "인정상여", 24, **_WON),
			Column("total", "계", 32, **_WON),
		),
		signers=("담당", "시설장"),
		legal_basis="소득세법 제164조의3제1항, 시행규칙 별지 제24호의4서식(1)",
		landscape=True,
	)


def _heading(filters: WageFilters) -> Heading:
	first, last = filters.bounds
	return Heading(filters.facility_name, f"{first:%Y. %m. %d.} ~ {last:%Y. %m. %d.}")


def _year_rows(filters: WageFilters) -> Iterator[Row]:
	paid = year_pay.of_year(filters.facility, filters.year, filters.months)
	wanted = {"facility": filters.facility, "year": filters.year, "is_known": 1}
	adjusted = {row.employee: row for row in frappe.get_all(ADJUSTMENT, wanted, ["employee", *_ADJUSTED])}

	def values(card: Any) -> dict[str, int]:
		own, result = paid[card.name], adjusted.get(card.name) or {}
		return {
			"pay": own.taxable - own.bonus,
			"bonus": own.bonus,
			"taxable": own.taxable,
			"tax_free": own.tax_free,
			"pension": own.pension,
			"health": own.health_premium + own.care_premium,
			"unemployment": own.unemployment,
			"income_tax": own.income_tax,
			"local_tax": own.local_tax,
			"determined": won(result.get("income_tax")),
			"determined_local": won(result.get("local_tax")),
			"due": won(result.get("income_tax_due")),
			"due_local": won(result.get("local_tax_due")),
		}

	yield from _rows(filters, paid, values)


def _simple_rows(filters: WageFilters) -> Iterator[Row]:
	paid = year_pay.paid_within(filters.facility, *filters.bounds)

	def values(card: Any) -> dict[str, int]:
		taxable = paid[card.name].taxable
		return {"taxable": taxable, "recognised": 0, "total": taxable}

	yield from _rows(filters, paid, values)


def _rows(
	filters: WageFilters, paid: Mapping[str, Any], values: Callable[[Any], dict[str, int]]
) -> Iterator[Row]:
	"""Yield a row for everybody who was paid, in the order of their numbers, and their sum."""
	cards = frappe.get_all(
		"Facility Employee",
		{"name": ("in", [*paid] or [""])},
		["name", "full_name", "resident_no", "nationality", "phone", "hired_on", "left_on"],
		order_by="employee_no",
	)
	total: dict[str, int] = {}
	for number, card in enumerate(cards, 1):
		figures = values(card)
		total = {field: total.get(field, 0) + amount for field, amount in figures.items()}
		is_foreign = (card.nationality or "대한민국") != "대한민국"
		head = {
			"no": str(number),
			"name": card.full_name,
			"number": card.resident_no or "",
			"foreign": "외국인" if is_foreign else "내국인",
			"phone": card.phone or "",
			"term": _term(filters, card),
		}
		yield Row({**head, **figures}, link=("Facility Employee", card.name))
	yield Row({"no": "합계", "name": f"{len(cards)}명", **total}, RowKind.TOTAL)


def _term(filters: WageFilters, card: Any) -> str:
	first, last = filters.bounds
	begins = max(getdate(card.hired_on), first) if card.hired_on else first
	ends = min(getdate(card.left_on), last) if card.left_on else last
	return f"{begins:%m.%d.} ~ {ends:%m.%d.}"


def _statement(name: str, report: str, form: Callable, rows: Callable) -> Statement:
	return Statement(name, report, RIGHT, parse, form, _heading, rows)


WAGE_STATEMENT = _statement("wage_statement", "Wage Statement", _year_form, _year_rows)
SIMPLE_WAGE_STATEMENT = _statement(
	"simple_wage_statement", "Simplified Wage Statement", _simple_form, _simple_rows
)

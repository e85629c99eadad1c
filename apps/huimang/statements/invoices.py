"""매입·매출처별 합계표 (부가가치세법 제54조, 법인세법 제121조) and the worksheet of the value-added tax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from pypika import Case
from pypika.functions import Count, Sum

from huimang.money import won
from huimang.rules import vat
from huimang.rules.vat import CASH_RECEIPT, INVOICE, ISSUED, RECEIVED, TAX_INVOICE, Paper
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_choice, read_period

DOCTYPE = "Tax Invoice Record"
_DIRECTIONS = {RECEIVED: "매입처별", ISSUED: "매출처별"}
_KINDS = {TAX_INVOICE: "세금계산서", INVOICE: "계산서"}


@dataclass(frozen=True)
class InvoiceFilters:
	"""Some months of a year's books, and which of their papers."""

	books: Books
	months: tuple[int, ...]
	direction: str = RECEIVED
	kind: str = TAX_INVOICE

	@property
	def facility(self) -> str:
		return self.books.facility

	@property
	def days(self) -> tuple[date, date]:
		return self.books.bounds(self.months[0])[0], self.books.bounds(self.months[-1])[1]


def parse_list(filters: Mapping[str, Any]) -> InvoiceFilters:
	"""Read the filters of the list by counterparty."""
	books = read_books(filters)
	return InvoiceFilters(
		books,
		read_period(filters, books),
		read_choice(filters, "direction", tuple(_DIRECTIONS), RECEIVED),
		read_choice(filters, "kind", tuple(_KINDS), TAX_INVOICE),
	)


def parse_worksheet(filters: Mapping[str, Any]) -> InvoiceFilters:
	"""Read the filters of the worksheet."""
	books = read_books(filters)
	return InvoiceFilters(books, read_period(filters, books))


def list_rows(filters: InvoiceFilters) -> Iterator[Row]:
	"""Yield the counterparties with their papers added up, electronic ones first, each part with its sum."""
	parts: dict[bool, list] = {True: [], False: []}
	for row in _by_counterparty(filters):
		parts[bool(row.is_electronic)].append(row)
	number = 0
	for is_electronic, rows in parts.items():
		label = "전자 전송분" if is_electronic else "전자 외의 분"
		yield Row({"title": label}, RowKind.SECTION)
		for row in rows:
			number += 1
			figures = {"count": int(row.papers), "supply": won(row.supply), "tax": won(row.tax)}
			values = {
				"number": str(number),
				"no": row.counterparty_no or "주민등록번호 등",
				"title": row.title,
				**figures,
			}
			yield Row(values)
		yield Row({"title": f"{label} 소계", **_added_up(rows)}, RowKind.SUBTOTAL)
	yield Row({"title": "합계", **_added_up([*parts[True], *parts[False]])}, RowKind.TOTAL)


def worksheet_rows(filters: InvoiceFilters) -> Iterator[Row]:
	"""Yield output tax, input tax and what is to be paid."""
	sheet = vat.worksheet(_papers(filters), filters.days[1])
	yield Row({"title": "매출"}, RowKind.SECTION)
	yield _row("과세 세금계산서 발급분", sheet.taxed)
	yield _row("과세 현금영수증 등 발급분", sheet.taxed_otherwise)
	yield _row("면세 수입금액", sheet.exempt)
	yield Row({"title": "매출세액", "tax": sheet.output_tax}, RowKind.SUBTOTAL)
	yield Row({"title": "매입"}, RowKind.SECTION)
	yield _row("과세사업 세금계산서 수취분", sheet.deductible[TAX_INVOICE])
	yield _row("과세사업 현금영수증 수령분", sheet.deductible[CASH_RECEIPT])
	yield _row("공통매입세액", sheet.common)
	share = f"면세 비율 {float(sheet.exempt_share) * 100:.2f}%"
	yield Row({"title": "공통매입세액 중 면세사업분(차감)", "tax": -sheet.common_lost, "note": share})
	yield _row("공제받지 못할 매입세액(참고)", sheet.lost, "비용에 포함")
	yield Row({"title": "공제할 매입세액", "tax": sheet.input_tax}, RowKind.SUBTOTAL)
	words = "환급" if sheet.payable < 0 else "납부"
	yield Row({"title": "납부(환급)할 세액", "tax": sheet.payable, "note": words}, RowKind.TOTAL)


def _row(title: str, part: vat.Sum, note: str = "") -> Row:
	return Row({"title": title, "count": part.count, "supply": part.supply, "tax": part.tax, "note": note})


def _added_up(rows: list) -> dict[str, int]:
	return {
		"count": sum(int(row.papers) for row in rows),
		"supply": sum(won(row.supply) for row in rows),
		"tax": sum(won(row.tax) for row in rows),
	}


def _by_counterparty(filters: InvoiceFilters) -> list:
	table = frappe.qb.DocType(DOCTYPE)
	name = frappe.query_builder.functions.Max(table.counterparty_name)
	return (
		_within(table, filters)
		.select(table.counterparty_no, table.is_electronic, name.as_("title"))
		.where((table.direction == filters.direction) & (table.kind == filters.kind))
		.groupby(table.is_electronic, table.counterparty_no, _person(table))
		.orderby(name)
		.run(as_dict=True)
	)


def _person(table):
	"""Persons bear no number: they are told apart by their names."""
	return (
		Case()
		.when(table.counterparty_no.isnull() | (table.counterparty_no == ""), table.counterparty_name)
		.else_("")
	)


def _papers(filters: InvoiceFilters) -> list[Paper]:
	table = frappe.qb.DocType(DOCTYPE)
	taxed = Case().when(table.tax_amount != 0, 1).else_(0)
	rows = (
		_within(table, filters)
		.select(table.direction, table.kind, table.vat_use, taxed.as_("taxed"))
		.groupby(table.direction, table.kind, table.vat_use, taxed)
		.run(as_dict=True)
	)
	return [
		Paper(
			row.direction,
			row.kind,
			row.vat_use,
			bool(row.taxed),
			int(row.papers),
			won(row.supply),
			won(row.tax),
		)
		for row in rows
	]


def _within(table, filters: InvoiceFilters):
	first, last = filters.days
	return (
		frappe.qb.from_(table)
		.select(
			Count(table.name).as_("papers"),
			Sum(table.supply_amount).as_("supply"),
			Sum(table.tax_amount).as_("tax"),
		)
		.where((table.facility == filters.facility) & (table.accounting_unit == filters.books.unit))
		.where(table.issued_on[first:last])
	)


def list_form(filters: InvoiceFilters) -> Form:
	"""Return the form of the list by counterparty."""
	title = f"{_DIRECTIONS[filters.direction]} {_KINDS[filters.kind]}합계표"
	basis = "부가가치세법 제54조" if filters.kind == TAX_INVOICE else "법인세법 제121조, 소득세법 제163조"
	tax = (Column("tax", "세액", 30, ColumnKind.WON),) if filters.kind == TAX_INVOICE else ()
	return Form(
		title,
		(
			Column("number", "번호", 12, ColumnKind.CODE),
			Column("no", "사업자등록번호", 34, ColumnKind.CODE),
			Column("title", "상호(법인명)", 56),
			Column("count", "매수", 16, ColumnKind.WON),
			Column("supply", "공급가액", 34, ColumnKind.WON),
			*tax,
		),
		filters.books.signers,
		basis,
		note="기한 안에 전송한 전자(세금)계산서는 신고할 때 거래처별 명세를 적지 않고 합계만 적습니다.",
	)


def worksheet_form(filters: InvoiceFilters) -> Form:
	"""Return the form of the worksheet."""
	return Form(
		"부가가치세 계산서",
		(
			Column("title", "구분", 70),
			Column("count", "건수", 18, ColumnKind.WON),
			Column("supply", "공급가액", 36, ColumnKind.WON),
			Column("tax", "세액", 34, ColumnKind.WON),
			Column("note", "비고", 28),
		),
		filters.books.signers,
		note="신고서 작성을 돕는 계산서입니다. 신고는 홈택스에서 합니다.",
	)


def heading(filters: InvoiceFilters) -> Heading:
	"""Return the facility and the months."""
	return Heading(filters.books.facility_name, filters.books.period_of(filters.months))


INVOICE_LIST = Statement(
	"invoice_list", "Invoices by Counterparty", DOCTYPE, parse_list, list_form, heading, list_rows
)
VAT_WORKSHEET = Statement(
	"vat_worksheet", "VAT Worksheet", DOCTYPE, parse_worksheet, worksheet_form, heading, worksheet_rows
)

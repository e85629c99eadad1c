"""후원금 수입 및 사용결과보고서 (제20조제1항제17호, 제41조의6; D8, D9; 별지 제19호): what was given, by whom, and what it was used for.

Money is told by the ledger: each entry on a fund source of donations is a row, and the gift behind it tells who gave it and
how. So the report is to the won what the books are, whatever has become of the records of gifts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huimang.statements import donation_rows
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, Statement
from huimang.statements.donation_rows import ReportFilters
from huimang.statements.filters import read_books, read_choice

SUBMITTED, PUBLIC = "Submitted", "Public"
"""For the 시·군·구, with the donors' names; for the public, without (제41조의6제2항)."""


def parse(filters: Mapping[str, Any]) -> ReportFilters:
	return ReportFilters(
		read_books(filters),
		read_choice(filters, "part", tuple(PARTS), next(iter(PARTS))),
		read_choice(filters, "audience", (SUBMITTED, PUBLIC), SUBMITTED) == PUBLIC,
	)


def form(filters: ReportFilters) -> Form:
	part = PARTS[filters.part]
	statutory = filters.books.statutory_form(part.statement)
	columns = part.columns
	if filters.is_public:
		columns = tuple(column for column in columns if column.key != "donor")
	return Form(
		title=statutory.title if statutory else part.title,
		legal_basis=statutory.legal_basis if statutory else "",
		columns=columns,
		signers=filters.books.signers,
		landscape=part.landscape,
		note=part.note,
	)


def heading(filters: ReportFilters) -> Heading:
	details = [("구분", "공개용")] if filters.is_public else []
	return Heading(filters.books.facility_name, filters.books.period(), details)


def rows(filters: ReportFilters) -> Iterator[Row]:
	"""Yield the rows of the part."""
	return PARTS[filters.part].rows(filters)


@dataclass(frozen=True)
class Part:
	"""A part of the report.

	Attributes:
		statement: its key among the statutory forms.
		title: its title where no form gives one.
	"""

	statement: str
	title: str
	columns: tuple[Column, ...]
	rows: Callable[[ReportFilters], Iterable[Row]]
	note: str = ""
	landscape: bool = True


_NUMBER = Column("number", "순번", 11, ColumnKind.CODE)
_GIVER = (
	Column("type", "후원자 / 구분", 19, ColumnKind.CODE),
	Column("nonprofit", "비영리법인 / 구분", 16, ColumnKind.CODE),
	Column("other", "기타 / 내용", 13, ColumnKind.CODE),
	Column("raiser", "모금자 / 기관 여부", 13, ColumnKind.CODE),
	Column("body", "기부금단체 / 여부", 14, ColumnKind.CODE),
	Column("donor", "후원자", 30),
)
_NOTE = Column("note", "비고", 24)
PARTS = {
	"Money In": Part(
		"donation_money_in",
		"후원금 수입명세서",
		(
			_NUMBER,
			Column("day", "발생일자", 20, ColumnKind.DATE),
			Column("sort", "후원금의 / 종류", 22, ColumnKind.CODE),
			*_GIVER,
			Column("remarks", "내역", 46),
			Column("amount", "금액", 26, ColumnKind.WON),
			_NOTE,
		),
		donation_rows.money_in,
	),
	"Goods In": Part(
		"donation_goods_in",
		"후원품 수입명세서",
		(
			_NUMBER,
			Column("day", "발생일자", 20, ColumnKind.DATE),
			Column("sort", "후원품의 / 종류", 20, ColumnKind.CODE),
			*_GIVER,
			Column("remarks", "내역", 28),
			Column("item", "품명", 30),
			Column("quantity", "수량/단위", 18, ColumnKind.CODE),
			Column("amount", "상당금액", 25, ColumnKind.WON),
			Column("note", "비고", 14),
		),
		donation_rows.goods_in,
	),
	"Money Used": Part(
		"donation_money_out",
		"후원금 사용명세서",
		(
			_NUMBER,
			Column("day", "사용일자", 20, ColumnKind.DATE),
			Column("remarks", "사용내역", 62),
			Column("amount", "금액", 27, ColumnKind.WON),
			Column("sponsored", "결연후원금품 / 여부", 22, ColumnKind.CODE),
			Column("basis", "산출기준", 56),
			_NOTE,
		),
		donation_rows.money_out,
	),
	"Goods Used": Part(
		"donation_goods_out",
		"후원품 사용명세서",
		(
			_NUMBER,
			Column("day", "사용일자", 20, ColumnKind.DATE),
			Column("remarks", "사용내역", 56),
			Column("place", "사용처", 42),
			Column("sponsored", "결연후원금품 / 여부", 22, ColumnKind.CODE),
			Column("quantity", "수량/단위", 22, ColumnKind.CODE),
			Column("amount", "상당금액", 27, ColumnKind.WON),
			_NOTE,
		),
		donation_rows.goods_out,
	),
	"Accounts": Part(
		"donation_accounts",
		"후원금 전용계좌",
		(
			Column("bank", "금융기관", 36),
			Column("account", "계좌번호", 44, ColumnKind.CODE),
			Column("holder", "계좌명의", 40),
			Column("amount", "잔액", 30, ColumnKind.WON),
			Column("note", "비고", 36),
		),
		donation_rows.accounts,
		landscape=False,
	),
	"Summary": Part(
		"donation_summary",
		"후원금 수입·사용 총괄표",
		(
			Column("title", "구분", 50),
			Column("amount", "금액", 40, ColumnKind.WON),
			Column("note", "비고", 80),
		),
		donation_rows.summary,
		landscape=False,
	),
}

DONATION_REPORT = Statement(
	name="donation_report",
	report="Donation Report",
	doctype="Donation",
	parse=parse,
	form=form,
	heading=heading,
	rows=rows,
)

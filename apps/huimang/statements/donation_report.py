"""후원금 수입 및 사용결과보고서 (제20조제1항제17호, 제41조의6; D8, D9; 별지 제19호): what was given, by whom, and what it was used for.

Money is told by the ledger: each entry on a fund source of donations is a row, and the gift behind it tells who gave it and
how. So the report is to the won what the books are, whatever has become of the records of gifts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import frappe

from huimang.database import bulk
from huimang.ledger import balances
from huimang.money import won
from huimang.rules.fund_account import DONATION_KINDS
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_choice
from huimang.statements.subjects import read_chart, titles

DONOR_TYPES = {
	"Individual": "개인",
	"For-profit Corporation": "영리법인",
	"Non-profit Corporation": "비영리법인",
	"Civic Group": "민간단체",
	"State Body": "국가기관",
	"Public Body": "공공기관",
	"Own Corporation": "소관법인",
	"Overseas": "국외",
	"Anonymous": "익명",
}
_NONPROFIT = {
	"Religious": "종교",
	"School": "학교",
	"Medical": "의료",
	"Social Welfare": "사회복지",
	"Other": "기타",
}
_DESIGNATIONS = {"Designated": "지정", "Undesignated": "비지정"}
_USES = {
	"Handed Out": "배분",
	"Registered as Asset": "비품 등재",
	"Taken into Stock": "소모품 입고",
	"Disposed Of": "폐기",
}
CARRIED = "이월금"
"""The 관 of what was left of the year before (제41조의6: 전년도 이월액)."""

SUBMITTED, PUBLIC = "Submitted", "Public"
"""For the 시·군·구, with the donors' names; for the public, without (제41조의6제2항)."""


@dataclass(frozen=True)
class ReportFilters:
	"""A part of a year's report, and for whom it is."""

	books: Books
	part: str
	is_public: bool


class Taken(NamedTuple):
	"""An entry of the ledger on a fund source of donations, with what is known of the gift behind it."""

	no: int
	day: Any
	amount: int
	remarks: str
	voucher: tuple[str, str]
	label: str
	reversal_of: str
	name: str
	mok: str
	program: str
	fund: str
	designation: str | None
	is_sponsorship: int | None
	pledge: str | None
	donor_name: str | None
	donor_type: str | None
	nonprofit_kind: str | None
	is_fundraiser: int | None
	is_donation_body: int | None


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


def funds(books: Books) -> dict[str, str]:
	"""Return the facility's fund sources of donations, with their kinds."""
	where = {"facility": books.facility, "kind": ("in", sorted(DONATION_KINDS))}
	return dict(frappe.get_all("Fund Source", where, ["name", "kind"], as_list=True))


def carried_moks(books: Books) -> set[str]:
	"""Return the 목 on which the rest of the year before comes in."""
	chart = read_chart(books.facility, books.unit, ("Revenue",))
	return {
		name
		for name, subject in chart.by_name.items()
		if subject.depth == 2 and chart.path(name)[0].title == CARRIED
	}


def entries(books: Books, side: str) -> list[Taken]:
	"""Return the year's entries of a side on fund sources of donations. What was booked and taken back in the year is left out."""
	sources = sorted(funds(books))
	if not sources:
		return []
	query = f"""SELECT entry.entry_no, entry.posting_date, entry.amount, entry.remarks, entry.voucher_type, entry.voucher_no,
			entry.voucher_label, entry.reversal_of, entry.name, entry.mok, entry.program, entry.fund_source,
			gift.designation, gift.is_sponsorship, gift.pledge,
			donor.donor_name, donor.donor_type, donor.nonprofit_kind, donor.is_fundraiser, donor.is_donation_body
		FROM `tabLedger Entry` entry
		LEFT JOIN `tabRefund Resolution Line` refund
			ON entry.voucher_type = 'Refund Resolution' AND refund.name = entry.voucher_row
		LEFT JOIN `tabDonation` gift ON entry.side = 'Revenue' AND gift.facility = entry.facility
			AND gift.resolution_row = COALESCE(refund.original_row, entry.voucher_row)
		LEFT JOIN `tabDonor` donor ON donor.name = gift.donor
		WHERE entry.facility = %s AND entry.posting_date BETWEEN %s AND %s AND entry.accounting_year = %s
			AND entry.side = %s AND entry.fund_source IN ({", ".join(["%s"] * len(sources))})
		ORDER BY entry.posting_date, entry.entry_no"""
	found = [
		Taken(no, day, int(amount), remarks or "", (kind, voucher), label or "", reversal or "", *rest)
		for no, day, amount, remarks, kind, voucher, label, reversal, *rest in bulk.fetch(
			query, [books.facility, books.first, books.last, books.accounting_year, side, *sources]
		)
	]
	names = {entry.name for entry in found}
	undone = {entry.reversal_of for entry in found if entry.reversal_of in names}
	return [entry for entry in found if entry.name not in undone and entry.reversal_of not in names]


def _money_in(filters: ReportFilters) -> Iterator[Row]:
	"""Yield (1) 후원금(금전) 수입명세서."""
	carried = carried_moks(filters.books)
	given = [entry for entry in entries(filters.books, "Revenue") if entry.mok not in carried]
	kinds = funds(filters.books)
	subjects = titles("Account Subject", "subject_name", {entry.mok for entry in given})
	for number, entry in enumerate(given, 1):
		yield Row(
			{
				"number": str(number),
				"day": entry.day,
				"sort": _kind(entry, kinds),
				**_giver(entry),
				"remarks": subjects.get(entry.mok, "") if filters.is_public else entry.remarks,
				"amount": entry.amount,
				"note": "반환" if entry.amount < 0 else entry.label,
			},
			link=entry.voucher,
		)
	yield Row({"number": "합계", "amount": sum(entry.amount for entry in given)}, RowKind.TOTAL)


def _kind(entry: Taken, kinds: Mapping[str, str]) -> str:
	"""Return 후원금의 종류: 결연, or whether its use is designated, and how it is given."""
	designation = _DESIGNATIONS.get(entry.designation or kinds[entry.fund].split()[0], "")
	if entry.is_sponsorship:
		return f"결연({designation})"
	if entry.donor_type is None and entry.designation is None:
		return designation
	return f"{designation}({'정기' if entry.pledge else '일시'})"


def _giver(row: Any) -> dict[str, str]:
	is_body = row.donor_type not in (None, "Individual", "Anonymous")
	return {
		"type": DONOR_TYPES.get(row.donor_type or "", ""),
		"nonprofit": _NONPROFIT.get(row.nonprofit_kind or "", ""),
		"other": "",
		"raiser": ("Y" if row.is_fundraiser else "N") if is_body else "N",
		"body": ("Y" if row.is_donation_body else "N") if is_body else "N",
		"donor": row.donor_name or "",
	}


def _goods_in(filters: ReportFilters) -> Iterator[Row]:
	"""Yield (2) 후원품 수입명세서: goods at what they are worth (상당금액); the books of cash do not know them."""
	books = filters.books
	given = frappe.db.sql(
		"""SELECT gift.name, gift.donated_on, gift.designation, gift.is_sponsorship, gift.note, gift.pledge,
			item.item_name, item.specification, item.quantity, item.unit, item.fair_value,
			donor.donor_name, donor.donor_type, donor.nonprofit_kind, donor.is_fundraiser, donor.is_donation_body
		FROM `tabDonation` gift JOIN `tabDonation Item` item ON item.parent = gift.name AND item.parenttype = 'Donation'
		LEFT JOIN `tabDonor` donor ON donor.name = gift.donor
		WHERE gift.facility = %s AND gift.donated_on BETWEEN %s AND %s AND gift.donation_kind = 'Goods'
			AND gift.status IN ('In Stock', 'Used')
		ORDER BY gift.donated_on, gift.name, item.idx""",
		(books.facility, books.first, books.last),
		as_dict=True,
	)
	for number, row in enumerate(given, 1):
		designation = _DESIGNATIONS.get(row.designation, "")
		yield Row(
			{
				"number": str(number),
				"day": row.donated_on,
				"sort": f"결연({designation})" if row.is_sponsorship else designation,
				**_giver(row),
				"remarks": row.specification or "후원품",
				"item": row.item_name,
				"quantity": f"{row.quantity:g}{row.unit or ''}",
				"amount": won(row.fair_value),
				"note": "",
			},
			link=("Donation", row.name),
		)
	yield Row({"number": "합계", "amount": sum(won(row.fair_value) for row in given)}, RowKind.TOTAL)


def _money_out(filters: ReportFilters) -> Iterator[Row]:
	"""Yield (3) 후원금(금전) 사용명세서."""
	spent = entries(filters.books, "Expense")
	sponsored = _sponsored(filters.books)
	subjects = titles("Account Subject", "subject_name", {entry.mok for entry in spent})
	programs = titles("Welfare Program", "program_name", {entry.program for entry in spent})
	for number, entry in enumerate(spent, 1):
		yield Row(
			{
				"number": str(number),
				"day": entry.day,
				"remarks": entry.remarks,
				"amount": entry.amount,
				"sponsored": "Y" if (entry.program, entry.fund) in sponsored else "N",
				"basis": " · ".join(filter(None, (programs.get(entry.program), subjects.get(entry.mok)))),
				"note": entry.label,
			},
			link=entry.voucher,
		)
	yield Row({"number": "합계", "amount": sum(entry.amount for entry in spent)}, RowKind.TOTAL)


def _sponsored(books: Books) -> set[tuple[str, str]]:
	"""Return the programs and fund sources of what is given for named residents (결연)."""
	where = {"facility": books.facility, "is_sponsorship": 1}
	return set(frappe.get_all("Donation Purpose", where, ["program", "fund_source"], as_list=True))


def _goods_out(filters: ReportFilters) -> Iterator[Row]:
	"""Yield (4) 후원품 사용명세서."""
	books = filters.books
	used = frappe.get_all(
		"Donated Goods Use",
		{"facility": books.facility, "used_on": ("between", (books.first, books.last))},
		[
			"name",
			"used_on",
			"item_name",
			"quantity",
			"unit",
			"amount",
			"use_kind",
			"recipient",
			"particulars",
			"is_sponsorship",
		],
		order_by="used_on, name",
		limit_page_length=0,
	)
	for number, row in enumerate(used, 1):
		yield Row(
			{
				"number": str(number),
				"day": row.used_on,
				"remarks": " · ".join(
					filter(None, (row.item_name, row.particulars or _USES.get(row.use_kind)))
				),
				"place": row.recipient or "",
				"sponsored": "Y" if row.is_sponsorship else "N",
				"quantity": f"{row.quantity:g}{row.unit or ''}",
				"amount": won(row.amount or 0),
				"note": _USES.get(row.use_kind, ""),
			},
			link=("Donated Goods Use", row.name),
		)
	yield Row({"number": "합계", "amount": sum(won(row.amount or 0) for row in used)}, RowKind.TOTAL)


def _accounts(filters: ReportFilters) -> Iterator[Row]:
	"""Yield (5) 후원금 전용계좌, each with what it holds by the books."""
	books = filters.books
	held = {
		row.bank_account: row.cash_amount for row in balances.totals(books.accounting_year, ("bank_account",))
	}
	for account in donation_accounts(books):
		yield Row(
			{
				"bank": account.bank_name or "",
				"account": account.account_number or "",
				"holder": account.account_holder or "",
				"amount": held.get(account.name, 0),
				"note": account.account_title,
			},
			link=("Facility Bank Account", account.name),
		)


def donation_accounts(books: Books) -> list[frappe._dict]:
	"""Return the accounts of the unit that are for donations alone (제41조의4)."""
	return frappe.get_all(
		"Facility Bank Account",
		{"facility": books.facility, "accounting_unit": books.unit, "purpose": "Donation"},
		["name", "account_title", "bank_name", "account_number", "account_holder"],
		order_by="account_title",
	)


class Sums(NamedTuple):
	"""What the year's gifts of money came to (검산)."""

	carried: int
	received: int
	used: int
	held: int

	@property
	def left(self) -> int:
		return self.carried + self.received - self.used


def sums(books: Books) -> Sums:
	"""Return what came in, went out and lies on the accounts, from the ledger's balances."""
	sources, carried = funds(books), carried_moks(books)
	found = [0, 0, 0]
	for row in balances.totals(books.accounting_year, ("side", "mok", "fund_source")):
		if row.fund_source in sources and row.side in ("Revenue", "Expense"):
			at = 2 if row.side == "Expense" else 0 if row.mok in carried else 1
			found[at] += row.amount
	held = {
		row.bank_account: row.cash_amount for row in balances.totals(books.accounting_year, ("bank_account",))
	}
	return Sums(*found, sum(held.get(account.name, 0) for account in donation_accounts(books)))


def _summary(filters: ReportFilters) -> Iterator[Row]:
	"""Yield the sums of the parts, and whether they agree with the accounts."""
	total = sums(filters.books)
	yield Row({"title": "전년도 이월액", "amount": total.carried})
	yield Row({"title": "당해연도 수입액", "amount": total.received, "note": "(1) 후원금 수입명세서 합계"})
	yield Row({"title": "당해연도 사용액", "amount": total.used, "note": "(3) 후원금 사용명세서 합계"})
	yield Row(
		{"title": "차년도 이월액", "amount": total.left, "note": "이월 + 수입 − 사용"}, RowKind.SUBTOTAL
	)
	yield Row({"title": "전용계좌 잔액", "amount": total.held, "note": "(5) 후원금 전용계좌"})
	difference = total.held - total.left
	words = "일치" if not difference else "통장 간 이체, 이자 등을 확인해 주세요."
	yield Row({"title": "차이", "amount": difference, "note": words}, RowKind.TOTAL)


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
		_money_in,
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
		_goods_in,
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
		_money_out,
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
		_goods_out,
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
		_accounts,
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
		_summary,
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

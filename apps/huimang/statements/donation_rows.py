"""The rows of 별지 제19호, a function for each of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from huimang.ledger import balances
from huimang.money import won
from huimang.statements.definition import Row, RowKind
from huimang.statements.donation_books import Taken, carried_moks, donation_accounts, entries, funds, sums
from huimang.statements.filters import Books
from huimang.statements.subjects import titles

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


@dataclass(frozen=True)
class ReportFilters:
	"""A part of a year's report, and for whom it is."""

	books: Books
	part: str
	is_public: bool


def money_in(filters: ReportFilters) -> Iterator[Row]:
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


def goods_in(filters: ReportFilters) -> Iterator[Row]:
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


def money_out(filters: ReportFilters) -> Iterator[Row]:
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


def goods_out(filters: ReportFilters) -> Iterator[Row]:
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


def accounts(filters: ReportFilters) -> Iterator[Row]:
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


def summary(filters: ReportFilters) -> Iterator[Row]:
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

"""기부금영수증 발급대장 (재무·회계규칙 제41조의4제1항), 기부자별 발급명세 (법인세법 제112조의2제1항) and 발급합계표.

Resident numbers stay masked: who needs them in full states a purpose, and gets them on the receipt itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import frappe

from huimang.money import won
from huimang.rules.donation_receipts import CODES, FORM_WORDS
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.donation_rows import DONOR_TYPES
from huimang.statements.filters import Books, read_books

DOCTYPE = "Donation Receipt"


def parse(filters: Mapping[str, Any]) -> Books:
	return read_books(filters)


def heading(books: Books) -> Heading:
	return Heading(books.facility_name, f"{books.year}년 귀속")


def _receipts(books: Books) -> list[frappe._dict]:
	return frappe.db.sql(
		"""SELECT receipt.*, old.receipt_no replaces_no, COALESCE(user.full_name, receipt.issued_by) issuer,
			line.code, line.first_day, line.last_day, line.kinds
		FROM `tabDonation Receipt` receipt
		LEFT JOIN `tabDonation Receipt` old ON old.name = receipt.replaces
		LEFT JOIN `tabUser` user ON user.name = receipt.issued_by
		LEFT JOIN (
			SELECT parent, MIN(code) code, MIN(donated_on) first_day, MAX(donated_on) last_day,
				GROUP_CONCAT(DISTINCT donation_kind ORDER BY donation_kind DESC) kinds
			FROM `tabDonation Receipt Line`
			WHERE parent IN (SELECT name FROM `tabDonation Receipt` WHERE facility = %(facility)s AND year = %(year)s)
			GROUP BY parent
		) line ON line.parent = receipt.name
		WHERE receipt.facility = %(facility)s AND receipt.year = %(year)s
		ORDER BY receipt.number""",
		{"facility": books.facility, "year": books.year},
		as_dict=True,
	)


def register_form(books: Books) -> Form:
	return Form(
		title="기부금영수증 발급대장",
		legal_basis="「사회복지법인 및 사회복지시설 재무·회계 규칙」 제41조의4제1항",
		columns=(
			Column("number", "발급번호", 36, ColumnKind.CODE),
			Column("day", "발급일", 20, ColumnKind.DATE),
			Column("what", "발급 / 구분", 14, ColumnKind.CODE),
			Column("donor", "성명(법인명)", 34),
			Column("identity", "주민(사업자) / 등록번호", 28, ColumnKind.CODE),
			Column("code", "코드", 10, ColumnKind.CODE),
			Column("sort", "구분", 16, ColumnKind.CODE),
			Column("period", "기부기간", 26, ColumnKind.CODE),
			Column("count", "건수", 10, ColumnKind.WON),
			Column("amount", "합계", 24, ColumnKind.WON),
			Column("deductible", "공제대상", 24, ColumnKind.WON),
			Column("issuer", "발급자", 16, ColumnKind.CODE),
			Column("note", "비고", 32),
		),
		signers=books.signers,
		landscape=True,
		note="취소한 영수증은 번호를 그대로 두고 금액을 합계에 넣지 않습니다.",
	)


def register_rows(books: Books) -> Iterator[Row]:
	"""Yield every number that was given, withdrawn ones with their reason."""
	count = amount = deductible = 0
	for receipt in _receipts(books):
		is_living = receipt.status == "Valid"
		total, counted = won(receipt.total_amount), won(receipt.deductible)
		if is_living:
			count, amount, deductible = count + 1, amount + total, deductible + counted
		yield Row(
			{
				"number": receipt.receipt_no,
				"day": receipt.issued_on,
				"what": "취소" if not is_living else "정정" if receipt.replaces else "신규",
				"donor": receipt.donor_name,
				"identity": receipt.identity_no,
				"code": receipt.code,
				"sort": "·".join(FORM_WORDS[kind] for kind in (receipt.kinds or "").split(",") if kind),
				"period": f"{receipt.first_day:%m.%d}~{receipt.last_day:%m.%d}" if receipt.first_day else "",
				"count": receipt.gift_count,
				"amount": total,
				"deductible": counted,
				"issuer": receipt.issuer,
				"note": _remark(receipt),
			},
			link=(DOCTYPE, receipt.name),
		)
	yield Row({"number": f"합계 {count}건", "amount": amount, "deductible": deductible}, RowKind.TOTAL)


def _remark(receipt: frappe._dict) -> str:
	parts = []
	if receipt.replaces_no:
		parts.append(f"원번호 {receipt.replaces_no}")
	if receipt.withdrawal_reason:
		parts.append(receipt.withdrawal_reason)
	if receipt.electronic_no:
		parts.append("전자발급")
	return " · ".join(parts)


def details_form(books: Books) -> Form:
	return Form(
		title="기부자별 발급명세",
		legal_basis="법인세법 제112조의2제1항, 소득세법 제160조의3제1항",
		columns=(
			Column("donor", "성명(상호)", 34),
			Column("identity", "주민(사업자) / 등록번호", 30, ColumnKind.CODE),
			Column("address", "주소(본점 소재지)", 62),
			Column("day", "기부일자", 22, ColumnKind.DATE),
			Column("sort", "구분", 14, ColumnKind.CODE),
			Column("code", "코드", 12, ColumnKind.CODE),
			Column("amount", "기부금액", 28, ColumnKind.WON),
			Column("issued", "발급일자", 22, ColumnKind.DATE),
			Column("note", "발급번호", 38, ColumnKind.CODE),
		),
		signers=books.signers,
		landscape=True,
		note="발급한 날부터 5년 동안 보관합니다.",
	)


def details_rows(books: Books) -> Iterator[Row]:
	"""Yield every gift on a receipt in force, by donor, with what each donor's come to."""
	lines = frappe.db.sql(
		"""SELECT receipt.name, receipt.receipt_no, receipt.issued_on, receipt.donor, receipt.donor_name, receipt.identity_no,
			receipt.address, line.donated_on, line.donation_kind, line.code, line.amount
		FROM `tabDonation Receipt` receipt JOIN `tabDonation Receipt Line` line ON line.parent = receipt.name
		WHERE receipt.facility = %s AND receipt.year = %s AND receipt.status = 'Valid'
		ORDER BY receipt.donor_name, receipt.donor, receipt.number, line.idx""",
		(books.facility, books.year),
		as_dict=True,
	)
	return details(lines)


def details(lines: Iterable[Any]) -> Iterator[Row]:
	"""Yield the rows of the form. Pure."""
	total, donor, of_donor = 0, None, []
	for line in lines:
		if donor not in (None, line.donor):
			yield from _subtotal(of_donor)
			of_donor = []
		first, donor = line.donor != donor, line.donor
		of_donor.append(line)
		total += won(line.amount)
		values = {
			"donor": line.donor_name if first else None,
			"identity": line.identity_no if first else None,
			"address": line.address if first else None,
			"day": line.donated_on,
			"sort": FORM_WORDS[line.donation_kind],
			"code": line.code,
			"amount": won(line.amount),
			"issued": line.issued_on,
			"note": line.receipt_no,
		}
		yield Row(values, link=(DOCTYPE, line.name), rule=None if first else "day")
	yield from _subtotal(of_donor)
	yield Row({"donor": "합계", "amount": total}, RowKind.TOTAL)


def _subtotal(lines: list) -> Iterator[Row]:
	if len(lines) > 1:
		amount = sum(won(line.amount) for line in lines)
		yield Row({"address": f"{len(lines)}건 소계", "amount": amount}, RowKind.SUBTOTAL, rule="address")


def totals_form(books: Books) -> Form:
	return Form(
		title="기부금영수증 발급합계표",
		legal_basis="법인세법 시행규칙 [별지 제75호의3서식]",
		columns=(
			Column("who", "구분", 30, ColumnKind.CODE),
			Column("type", "후원자 구분", 34, ColumnKind.CODE),
			Column("code", "유형(코드)", 40, ColumnKind.CODE),
			Column("count", "발급 건수", 24, ColumnKind.WON),
			Column("amount", "금액", 40, ColumnKind.WON),
		),
		signers=books.signers,
		note="전자기부금영수증과 취소한 영수증은 집계하지 않습니다. 서식의 칸은 홈택스 최신 서식과 견주어 확인해 주세요.",
	)


def totals_rows(books: Books) -> Iterator[Row]:
	"""Yield how many receipts in force there are on paper, of persons and of bodies, by code (D13)."""
	rows = frappe.db.sql(
		"""SELECT receipt.donor_type, line.code, COUNT(DISTINCT receipt.name), SUM(line.amount)
		FROM `tabDonation Receipt` receipt JOIN `tabDonation Receipt Line` line ON line.parent = receipt.name
		WHERE receipt.facility = %s AND receipt.year = %s AND receipt.status = 'Valid'
			AND COALESCE(receipt.electronic_no, '') = ''
		GROUP BY receipt.donor_type, line.code ORDER BY receipt.donor_type, line.code""",
		(books.facility, books.year),
	)
	groups = defaultdict(list)
	for donor_type, code, count, amount in rows:
		groups["개인" if donor_type == "Individual" else "법인·단체"].append(
			(donor_type, code, int(count), int(amount))
		)
	counts = amounts = 0
	for who in sorted(groups):
		for donor_type, code, count, amount in groups[who]:
			kind = f"{CODES.get(code, '')}({code})"
			yield Row(
				{
					"who": who,
					"type": DONOR_TYPES.get(donor_type, ""),
					"code": kind,
					"count": count,
					"amount": amount,
				}
			)
		count, amount = (sum(row[at] for row in groups[who]) for at in (2, 3))
		counts, amounts = counts + count, amounts + amount
		yield Row({"who": f"{who} 계", "count": count, "amount": amount}, RowKind.SUBTOTAL)
	yield Row({"who": "합계", "count": counts, "amount": amounts}, RowKind.TOTAL)


RECEIPT_REGISTER = Statement(
	"receipt_register", "Receipt Register", DOCTYPE, parse, register_form, heading, register_rows
)
RECEIPT_DETAILS = Statement(
	"receipt_details", "Receipt Details by Donor", DOCTYPE, parse, details_form, heading, details_rows
)
RECEIPT_TOTALS = Statement(
	"receipt_totals", "Receipt Totals", DOCTYPE, parse, totals_form, heading, totals_rows
)

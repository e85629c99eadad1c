"""The lists that Hometax hands out: 전자(세금)계산서 목록 and 현금영수증 매입내역, as lists that an upload understands.

Knows nothing of the database. The headings of buyer and seller are the same words: the buyer's stand to the right of the
buyer's number.
"""

from __future__ import annotations

from collections.abc import Iterator

from huimang.migration import cells
from huimang.migration.layout import Column, Entry, Layout
from huimang.rules.errors import RuleViolation

TAX_INVOICE, INVOICE, CASH_RECEIPT = "Tax Invoice", "Invoice", "Cash Receipt"
_AMOUNTS = ("supply_amount", "tax_amount", "total_amount")
_NAMES = ("상호(법인명)", "상호명", "법인명")
_LONG = 1_000
_NO_LIST = RuleViolation(
	"This is no list of Hometax. Please download the list of tax invoices, invoices or cash receipts as Excel there."
)


def _amount(value: object) -> int | None:
	"""Return won, below 0 for what was corrected downwards (수정세금계산서); None where nothing is written."""
	return None if cells.text(value) == "" else cells.signed_won(value)


def _complete_invoice(entry: Entry) -> Iterator[tuple[str, RuleViolation]]:
	written = entry["class"]
	has_tax = entry["tax_amount"] is not None
	if "세금계산서" in written:
		entry["kind"] = TAX_INVOICE
	else:
		entry["kind"] = INVOICE if "계산서" in written or not has_tax else TAX_INVOICE
	supply, tax = entry["supply_amount"] or 0, entry["tax_amount"] or 0
	total = entry["total_amount"]
	entry.update(supply_amount=supply, tax_amount=tax, total_amount=supply + tax if total is None else total)
	if supply + tax != entry["total_amount"]:
		yield "total_amount", RuleViolation("Supply amount and tax do not add up to the total.")


def _complete_receipt(entry: Entry) -> Iterator[tuple[str, RuleViolation]]:
	"""Fill in what the list leaves out, and turn what was taken back into amounts below 0."""
	entry.update(kind=CASH_RECEIPT, buyer="", buyer_no="", item="", note="")
	total, tax = entry["total_amount"], entry["tax_amount"] or 0
	supply = entry["supply_amount"]
	if supply is None:
		supply = total - tax - (entry["service"] or 0)
	entry.update(supply_amount=supply, tax_amount=tax)
	if "취소" in entry["class"] and total > 0:
		entry.update({name: -entry[name] for name in _AMOUNTS})
	yield from ()


_INVOICES = Layout(
	missing=_NO_LIST,
	check=_complete_invoice,
	columns=(
		Column("day", "작성일자", cells.day, aliases=("작성일",), required=True),
		Column("approval_no", "승인번호", required=True),
		Column(
			"seller_no",
			"공급자사업자등록번호",
			cells.business_no,
			aliases=("공급자등록번호", "공급자사업자번호"),
			expected=True,
		),
		Column("seller", "상호", aliases=_NAMES, after="seller_no", longest=_LONG),
		Column(
			"buyer_no",
			"공급받는자사업자등록번호",
			cells.business_no,
			aliases=("공급받는자등록번호", "공급받는자사업자번호"),
			expected=True,
		),
		Column("buyer", "상호", aliases=_NAMES, after="buyer_no", longest=_LONG),
		Column("total_amount", "합계금액", _amount),
		Column("supply_amount", "공급가액", _amount, expected=True),
		Column("tax_amount", "세액", _amount),
		Column("class", "전자세금계산서분류", aliases=("전자계산서분류", "계산서분류")),
		Column("item", "품목명", longest=_LONG),
		Column("note", "비고", longest=_LONG),
	),
)
_RECEIPTS = Layout(
	missing=_NO_LIST,
	check=_complete_receipt,
	columns=(
		Column(
			"day",
			"거래일시",
			cells.day,
			aliases=("매입일시", "거래일자", "매입일자", "사용일시"),
			required=True,
		),
		Column("approval_no", "승인번호", required=True),
		Column(
			"seller_no",
			"가맹점사업자번호",
			cells.business_no,
			aliases=("가맹점사업자등록번호", "가맹점번호", "사업자번호", "사업자등록번호"),
			expected=True,
		),
		Column("seller", "가맹점명", aliases=("가맹점", "가맹점상호", "상호"), longest=_LONG),
		Column("supply_amount", "공급가액", _amount, aliases=("공급가",)),
		Column("tax_amount", "부가세", _amount, aliases=("부가가치세", "세액")),
		Column("service", "봉사료", _amount),
		Column(
			"total_amount",
			"매입금액",
			_amount,
			aliases=("거래금액", "총금액", "합계", "합계금액", "사용금액"),
			required=True,
		),
		Column("class", "거래구분", aliases=("승인구분",)),
	),
)
LAYOUTS = (_INVOICES, _RECEIPTS)

"""Gifts and donors as lists: what a bank, a CMS operator or a facility's old register hands over.

Knows nothing of the database.
"""

from __future__ import annotations

from huimang.migration import cells
from huimang.migration.layout import Column, Entry, Layout

METHODS = {
	"CMS": "CMS",
	"자동출금": "CMS",
	"지로": "Giro",
	"자동이체": "Standing Order",
	"카드": "Card",
	"신용카드": "Card",
	"계좌이체": "Bank Transfer",
	"이체": "Bank Transfer",
	"무통장": "Bank Transfer",
	"현금": "Cash",
}
DONOR_TYPES = {
	"개인": "Individual",
	"영리법인": "For-profit Corporation",
	"기업": "For-profit Corporation",
	"비영리법인": "Non-profit Corporation",
	"민간단체": "Civic Group",
	"단체": "Civic Group",
	"국가기관": "State Body",
	"공공기관": "Public Body",
	"소관법인": "Own Corporation",
	"국외": "Overseas",
	"익명": "Anonymous",
}
_DONE = ("정상", "성공", "완료", "출금완료", "이체완료")
_DONE_CODES = frozenset({"0", "00", "000", "0000"})
_YES = {"예": True, "네": True, "Y": True, "O": True, "희망": True, "아니오": False, "N": False, "X": False}


def is_done(entry: Entry) -> bool:
	"""Tell whether a row of a list says that money came in: debits that failed, and withdrawals, did not bring any."""
	result = str(entry["result"] or "").replace(" ", "")
	return bool(entry["amount"]) and (not result or result in _DONE_CODES or result.startswith(_DONE))


GIFTS = Layout(
	title="후원금",
	one_of=("payer_no", "donor_no", "name"),
	most=50_000,
	columns=(
		Column(
			"day",
			"입금일",
			cells.day,
			aliases=(
				"입금일자",
				"거래일",
				"거래일자",
				"거래일시",
				"출금일",
				"출금일자",
				"수납일",
				"후원일",
				"일자",
			),
			required=True,
			examples=("2026-03-25", "2026-03-25"),
		),
		Column(
			"payer_no",
			"납부자번호",
			aliases=("회원번호", "약정번호", "고객번호"),
			examples=("A-0001",),
			help="약정에 적은 납부자번호로 후원자와 지정용도를 찾습니다.",
		),
		Column(
			"donor_no", "후원자번호", examples=("", "00012"), help="후원자번호가 있으면 이름보다 먼저 봅니다."
		),
		Column(
			"name",
			"입금자명",
			aliases=("입금자", "후원자", "후원자명", "성명", "적요", "기재내용", "내용", "보낸분"),
			examples=("김후원", "(주)한빛"),
			help="번호가 없으면 이름으로 찾습니다. 찾지 못하거나 여럿이면 미확인으로 올립니다.",
		),
		Column(
			"amount",
			"입금액",
			cells.amount,
			aliases=("금액", "입금", "입금금액", "출금액", "수납금액", "맡기신금액", "후원금액"),
			expected=True,
			examples=("30,000", "500,000"),
			help="비었거나 0인 줄은 들어온 돈이 아니므로 건너뜁니다.",
		),
		Column(
			"method",
			"방법",
			cells.Choice(METHODS),
			aliases=("납입방법", "결제방법"),
			width=12,
			examples=("CMS", "계좌이체"),
		),
		Column(
			"result",
			"처리결과",
			aliases=("결과", "출금결과", "결과코드", "상태", "처리상태"),
			width=12,
			examples=("정상",),
			help="정상(성공)이 아닌 줄은 건너뜁니다.",
		),
		Column("note", "비고", aliases=("메모",), width=24),
	),
)

DONORS = Layout(
	title="후원자",
	most=50_000,
	columns=(
		Column(
			"name",
			"후원자명",
			aliases=("성명", "이름", "법인명", "단체명"),
			required=True,
			examples=("김후원", "(주)한빛"),
		),
		Column(
			"type",
			"후원자구분",
			cells.Choice(DONOR_TYPES),
			aliases=("구분", "유형"),
			examples=("개인", "영리법인"),
			help="비워 두면 개인입니다.",
		),
		Column(
			"phone", "연락처", aliases=("전화번호", "전화", "휴대폰", "핸드폰"), examples=("010-0000-0000",)
		),
		Column("email", "이메일", aliases=("전자우편",), width=22, examples=("hong@example.com",)),
		Column("postcode", "우편번호", width=10, examples=("04500",)),
		Column(
			"address",
			"주소",
			aliases=("소재지",),
			width=36,
			longest=255,
			examples=("서울특별시 중구 행복로 10",),
		),
		Column("address_detail", "상세주소", width=20),
		Column(
			"business_no", "사업자등록번호", aliases=("사업자번호", "고유번호"), examples=("", "999-01-00013")
		),
		Column("representative", "대표자", aliases=("대표자명",)),
		Column(
			"receipt_wanted",
			"영수증 희망",
			cells.Choice(_YES),
			aliases=("영수증", "기부금영수증"),
			width=12,
			examples=("예",),
		),
		Column(
			"resident_no",
			"주민등록번호",
			width=18,
			help="영수증을 희망하는 개인만 적습니다. 암호화하여 저장합니다.",
		),
		Column("note", "비고", aliases=("메모",), width=24),
	),
)

"""Corporate cards of the welfare center: uses in a resolution that is asked for, in a draft, still open, and one that was cancelled."""

from datetime import date, datetime, time, timedelta

import frappe

from huimang.approval import service as approval
from huimang.approval.stages import IN_APPROVAL
from huimang.card import drafts, transactions
from huimang.demo import books, data_files
from huimang.demo.acting import acting_as
from huimang.demo.house import person
from huimang.rules import cards as rules
from huimang.rules.cards import CANCELLATION, Use

OFFICE_NO, MEALS_NO = "5327000000001042", "9410000000006301"
ASKED, DRAFTED, OPEN = "asked for", "drafted", "open"
USES = (
	# days ago, hour, number of the card, won, shop, its number, line of business, what becomes of it
	(40, 11, OFFICE_NO, 86_000, "한빛사무기기", "999-81-00013", "사무기기", ASKED),
	(38, 15, OFFICE_NO, 24_500, "우체국 중구점", "", "우편", ASKED),
	(9, 10, OFFICE_NO, 52_800, "한빛사무기기", "999-81-00013", "사무기기", DRAFTED),
	(8, 14, OFFICE_NO, 39_000, "바른인쇄", "", "인쇄", OPEN),
	(3, 16, OFFICE_NO, 18_700, "알뜰문고 을지로점", "", "서적", OPEN),
	(12, 9, MEALS_NO, 312_000, "청정농산", "", "농산물", DRAFTED),
	(5, 9, MEALS_NO, 287_500, "청정농산", "", "농산물", OPEN),
	(2, 9, MEALS_NO, 64_000, "새벽두부", "", "식품", OPEN),
)
CANCELLED = (6, 13, OFFICE_NO, 45_000, "바른인쇄", "", "인쇄", OPEN)
_CARDS = {
	OFFICE_NO: {
		"card_title": "사무국 법인카드",
		"card_kind": "Corporate Card",
		"card_company": "KB국민카드",
		"purpose": "사무용품, 우편, 인쇄",
		"payment_day": 14,
		"period_ends_on": 31,
		"account": "운영비 통장",
		"line": ("수용비 및 수수료", "공통(운영)", "법인전입금", "법인전입금"),
	},
	MEALS_NO: {
		"card_title": "경로식당 클린카드",
		"card_kind": "Dedicated Subsidy Card",
		"card_company": "NH농협카드",
		"purpose": "무료급식 식재료",
		"is_debit": 1,
		"account": "보조금 전용계좌",
		"line": ("경로식당사업비", "경로식당", "보조금", "시·군·구보조금"),
	},
}


def write_cards(folder: str, facility: str, today: date) -> None:
	"""Make the cards and what was done with them, unless they are there."""
	if data_files.base(folder) != data_files.FACILITIES[0]:
		return
	if frappe.db.exists("Corporate Card", {"facility": facility, "last_four": OFFICE_NO[-4:]}):
		return
	with acting_as(person(folder, "Accountant")):
		for number, card in _CARDS.items():
			_make_card(facility, number, card, person(folder, "Accountant"))
		frappe.get_doc(
			{"doctype": "Card Connection", "facility": facility, "card_company": "KB국민카드"}
		).insert()
		names = [_record(facility, today, serial, *use) for serial, use in enumerate(USES)]
		_record(facility, today, len(USES), *CANCELLED)
		_record(facility, today, len(USES), *CANCELLED, kind=CANCELLATION)
		for name, use in zip(names, USES, strict=True):
			if use[-1] != OPEN:
				resolution = drafts.draft([name])
				if use[-1] == ASKED:
					approval.move_to("Expense Resolution", resolution, IN_APPROVAL)


def _make_card(facility: str, number: str, card: dict, holder: str) -> None:
	subject, program, fund_source, counter = card["line"]
	values = {key: value for key, value in card.items() if key not in ("account", "line")}
	values |= {
		"doctype": "Corporate Card",
		"facility": facility,
		"card_number": number,
		"holder": holder,
		"bank_account": books.named("Facility Bank Account", facility, "account_title", card["account"]),
		"default_subject": books.subject(facility, "Expense", subject),
		"default_program": books.named("Welfare Program", facility, "program_name", program),
		"default_fund_source": books.named("Fund Source", facility, "fund_source_name", fund_source),
		"default_counter_subject": books.subject(facility, "Revenue", counter),
	}
	frappe.get_doc(values).insert()


def _record(
	facility: str, today: date, serial: int, days: int, hour: int, number: str, *told, kind=None
) -> str:
	amount, shop, shop_no, trade, _becomes = told
	use = Use(
		kind=kind or rules.APPROVAL,
		card_number=rules.mask(number),
		approved_at=datetime.combine(today - timedelta(days=days), time(hour, 7 * serial % 60)),
		approval_no=f"{40010000 + 137 * serial}",
		amount=amount,
		merchant_name=shop,
		merchant_no=shop_no,
		merchant_category=trade,
	)
	return transactions.record(facility, use, "Webhook").name

"""The city's officer, and what draws attention among the uses of the welfare center's cards: explained, decided on, open."""

import secrets
from datetime import date, datetime, time, timedelta

import frappe

from huimang.card import transactions
from huimang.demo import books, data_files, house
from huimang.demo.acting import acting_as
from huimang.monitoring import findings, watch
from huimang.rules.cards import Use

OFFICER = {"login": "officer@city.example", "name": "서지훈", "position": "복지정책과 주무관"}
CARD_NO = "9410000000002718"
USES = (
	("Saturday", time(23, 40), 58_000, "마장정육식당", "한식"),
	("Sunday", time(12, 20), 42_000, "남산분식", "한식"),
	("Tuesday", time(19, 5), 180_000, "별빛노래연습장", "노래방"),
	("Wednesday", time(10, 0), 30_000, "중구문구", "문구"),
	("Wednesday", time(10, 4), 30_000, "중구문구", "문구"),
	("Wednesday", time(10, 9), 30_000, "중구문구", "문구"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def make_officer() -> list[dict]:
	"""Give the officer of the welfare center's district a login, unless there is one; returns the login if it is new."""
	area = data_files.facility_values(data_files.FACILITIES[0])["jurisdiction"]
	made = []
	if not frappe.db.exists("User", OFFICER["login"]):
		password = secrets.token_urlsafe(9)
		house.make_login(OFFICER, password)
		made.append({"who": f"{area} {OFFICER['name']}", "login": OFFICER["login"], "password": password})
	if not frappe.db.exists("Officer Jurisdiction", {"user": OFFICER["login"]}):
		frappe.get_doc(
			{
				"doctype": "Officer Jurisdiction",
				"user": OFFICER["login"],
				"jurisdiction": area,
				"department": OFFICER["position"],
			}
		).insert()
	return made


def write_findings(folder: str, facility: str, today: date) -> None:
	"""Record uses that the rules find something in, unless they are there, and let two of them be explained."""
	if data_files.base(folder) != data_files.FACILITIES[0]:
		return
	holder = house.person(folder, "Social Worker")
	card = frappe.db.get_value("Corporate Card", {"facility": facility, "last_four": CARD_NO[-4:]})
	if card:
		return
	_make_card(facility, holder)
	for number, (weekday, at, amount, merchant, trade) in enumerate(USES):
		day = today - timedelta(days=(today.weekday() - _DAYS.index(weekday)) % 7 or 7)
		transactions.record(
			facility,
			Use(
				card_number=f"{CARD_NO[:4]}-****-****-{CARD_NO[-4:]}",
				approved_at=datetime.combine(day, at),
				approval_no=f"{30020114 + number}",
				amount=amount,
				merchant_name=merchant,
				merchant_category=trade,
			),
			"Upload",
		)
	watch.look_again(facility)
	_explain(
		facility, "심야 사용", holder, "어르신 응급실 동행 뒤 늦은 저녁 식사입니다. 동행 기록을 함께 둡니다."
	)
	_explain(facility, "분할결제 의심", holder, "프로그램 세 곳의 재료를 따로 영수증으로 받았습니다.")
	head = house.person(folder, "Facility Head")
	with acting_as(head):
		findings.decide(_finding(facility, "분할결제 의심"), findings.ACCEPTED, "사업별 구매로 확인했습니다.")


def _make_card(facility: str, holder: str) -> None:
	card = {
		"facility": facility,
		"card_title": "프로그램 클린카드",
		"card_kind": "Dedicated Subsidy Card",
		"card_company": "신한카드",
		"card_number": CARD_NO,
		"holder": holder,
		"bank_account": books.named("Facility Bank Account", facility, "account_title", "보조금 전용계좌"),
		"limit_per_use": 500_000,
		"limit_per_month": 2_000_000,
		"purpose": "프로그램 재료와 다과",
	}
	frappe.get_doc({"doctype": "Corporate Card", **card}).insert()


def _explain(facility: str, rule: str, user: str, text: str) -> None:
	with acting_as(user):
		findings.explain(_finding(facility, rule), text)


def _finding(facility: str, rule: str) -> str:
	return frappe.db.get_value(
		findings.DOCTYPE, {"facility": facility, "card_rule": rule}, order_by="happened_at desc"
	)

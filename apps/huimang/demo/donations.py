"""후원: donors with their pledges, the gifts of two months in the books, goods handed out, and what still waits."""

from collections.abc import Iterable
from datetime import date, timedelta

import frappe
from markupsafe import escape

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.demo import books, clock
from huimang.demo.acting import acting_as
from huimang.demo.house import person
from huimang.donation import booking, goods
from huimang.printing import pdf
from huimang.resolutions.service import settle

PURPOSE = "홀로 사는 어르신 결연"
DONORS = (
	# name, kind, phone, wants a receipt, birthday in a made-up resident number or a business number
	("김하늘", "Individual", "010-0000-1001", "900312-2012341"),
	("박바다", "Individual", "010-0000-1002", "850705-1012345"),
	("이강산", "Individual", "010-0000-1003", ""),
	("최들녘", "Individual", "010-0000-1004", ""),
	("(주)한아름식품", "For-profit Corporation", "02-000-5100", "999-81-05102"),
	("새길교회", "Non-profit Corporation", "02-000-5200", ""),
	("늘봄봉사회", "Civic Group", "02-000-5300", ""),
)
PLEDGES = (
	# donor, won a month, payer number, for the purpose
	("김하늘", 30_000, "H-0001", True),
	("박바다", 50_000, "H-0002", True),
	("이강산", 20_000, "H-0003", False),
	("새길교회", 200_000, "H-0004", False),
)
ONCE = (
	# donor, won, days before today
	("늘봄봉사회", 300_000, 12),
	("최들녘", 100_000, 12),
)
GOODS = (
	("(주)한아름식품", "쌀", "10kg", 30, "포", 960_000, 900_000),
	("늘봄봉사회", "겨울 이불", "1인용", 10, "채", 450_000, 0),
)
HANDED_OUT = 12
DEED = """<style>@page {{ size: A5; margin: 18mm; }} body {{ font-family: NanumMyeongjo, serif; font-size: 11pt; line-height: 2; }}
h1 {{ text-align: center; letter-spacing: .5em; font-size: 20pt; }} p.end {{ text-align: center; margin-top: 14mm; }}</style>
<h1>기탁서</h1><p>{facility} 귀중</p><p>아래와 같이 후원하며, 후원금은 <b>{purpose}</b>에 써 주시기 바랍니다.</p>
<p>후원금: 매월 {amount:,}원</p><p>기간: {year}년 1월부터</p><p class="end">후원자 {donor}</p>"""


def write_donations(folder: str, facility: str, accounting_year: str, today: date) -> None:
	"""Enter what is not there yet, as 후원 담당 and the officers would."""
	if frappe.db.exists("Donor", {"facility": facility}):
		return
	manager = person(folder, "Donation Manager")
	with acting_as(manager):
		donors = {row[0]: _donor(facility, *row) for row in DONORS}
		purpose = _purpose(facility)
		pledges = {row[0]: _pledge(facility, donors[row[0]], purpose, today, *row) for row in PLEDGES}
	last_month = (today.replace(day=1) - timedelta(days=1)).replace(day=26)
	for day, payers in ((last_month, list(PLEDGES)), (today - timedelta(days=6), PLEDGES[1:])):
		if day > today or day.year != today.year:
			continue
		with clock.on(day), acting_as(manager):
			made = [
				_gift(facility, day, donors[name], won, pledge=pledges[name]) for name, won, *_more in payers
			]
		_receive(folder, facility, made, day)
	with clock.on(today - timedelta(days=12)), acting_as(manager):
		_goods(facility, donors, today - timedelta(days=12))
		once = [_gift(facility, today - timedelta(days=days), donors[name], won) for name, won, days in ONCE]
	_receive(folder, facility, once, today - timedelta(days=11))
	with acting_as(manager):
		# these two wait on the accountant's and on the donation manager's desk
		_gift(facility, today - timedelta(days=1), donors["이강산"], 100_000)
		_gift(facility, today - timedelta(days=1), None, 70_000, depositor_name="김고마움")


def _donor(facility: str, name: str, kind: str, phone: str, number: str) -> str:
	values = {"donor_name": name, "donor_type": kind, "phone": phone, "address": "서울특별시 중구 나눔로 1"}
	if number and kind == "Individual":
		values |= {"receipt_wanted": 1, "resident_no": number}
	elif number:
		values |= {"receipt_wanted": 1, "business_no": number, "representative": "정한결"}
	consent = {"consent_kind": "Collection and Use", "given_on": frappe.utils.nowdate(), "wording": "2026-1"}
	return _insert("Donor", facility, **values, consents=[consent])


def _purpose(facility: str) -> str:
	program = books.named("Welfare Program", facility, "program_name", "재가노인지원")
	subject = books.subject(facility, "Expense", "결연후원사업비")
	return _insert(
		"Donation Purpose",
		facility,
		purpose_name=PURPOSE,
		beneficiary="혼자 사는 어르신 10명",
		is_sponsorship=1,
		program=program,
		fund_source=books.named("Fund Source", facility, "fund_source_name", "지정후원금"),
		subjects=[{"account_subject": subject, "use": "Purpose"}],
	)


def _pledge(
	facility: str, donor: str, purpose: str, today: date, name: str, won: int, payer_no: str, designated: bool
) -> str:
	values = {"donor": donor, "amount": won, "payer_no": payer_no, "pay_day": 25, "method": "CMS"}
	if designated:
		values |= {"purpose": purpose, "deed": _deed(facility, name, won, today.year)}
	starts_on = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
	return _insert("Donation Pledge", facility, **values, starts_on=starts_on)


def _deed(facility: str, donor: str, won: int, year: int) -> str:
	text = {"facility": frappe.db.get_value("Facility", facility, "facility_name"), "donor": donor}
	sheet = DEED.format(
		**{key: escape(value) for key, value in text.items()}, purpose=PURPOSE, amount=won, year=year
	)
	content = pdf.render([sheet], title="기탁서")
	file = {"doctype": "File", "file_name": f"기탁서_{donor}.pdf", "content": content, "is_private": 1}
	return frappe.get_doc(file).insert().file_url


def _gift(facility: str, day: date, donor: str | None, won: int, **values) -> str:
	method = "CMS" if "pledge" in values else "Bank Transfer"
	return _insert("Donation", facility, donor=donor, amount=won, donated_on=day, method=method, **values)


def _receive(folder: str, facility: str, gifts: Iterable[str], day: date) -> None:
	"""Bring gifts into the books on one day."""
	writer = person(folder, "Accountant")
	with clock.on(day):
		with acting_as(writer):
			made = booking.resolve(facility, gifts)
			for name in made:
				approval.move_to(booking.RESOLUTION, name, IN_APPROVAL)
		for name in made:
			for role in ("Office Director", "Facility Head"):
				with acting_as(person(folder, role)):
					doc = approval.decide(booking.RESOLUTION, name, "Approve")
			if doc.stage != APPROVED:
				raise frappe.ValidationError(f"{name} is {doc.workflow_state}")
			with acting_as(person(folder, "Office Director")):
				settle(booking.RESOLUTION, name, on=day)


def _goods(facility: str, donors: dict[str, str], day: date) -> None:
	for name, item, spec, count, unit, fair, book in GOODS:
		row = {"item_name": item, "specification": spec, "quantity": count, "unit": unit, "fair_value": fair}
		row |= {"book_value": book, "value_basis": "구매영수증"}
		values = {"donation_kind": "Goods", "donor": donors[name], "donated_on": day, "items": [row]}
		gift = _insert("Donation", facility, **values)
		if item == "쌀":
			_insert(
				goods.USE,
				facility,
				donation=gift,
				quantity=HANDED_OUT,
				used_on=day,
				recipient="경로식당",
				particulars="무료급식 쌀",
			)


def _insert(doctype: str, facility: str, **values) -> str:
	return frappe.get_doc({"doctype": doctype, "facility": facility, **values}).insert().name

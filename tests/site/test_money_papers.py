"""품의서, 여입·반납결의서 and 자금이체결의서 on paper: one page each, with what the form has to say."""

import factory
import frappe
import house
import pytest
from factory import acting_as, approve, settle
from frappe.utils import nowdate
from paper_helpers import pages, plain

from huimang.printing import service


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def page_of(doc) -> str:
	with acting_as(doc.owner):
		found = pages(service.print_documents(service.Job(doc.doctype, [doc.name])).content)
	assert len(found) == 1
	return plain(found[0])


def has(text: str, *parts: str) -> None:
	for part in parts:
		assert plain(part) in text, part


def test_a_request_lists_its_items(home):
	items = [{"item": "복사용지", "spec": "A4", "unit": "상자", "quantity": 2.5, "unit_price": 20_000}]
	doc = approve(home.request(home.line(50_000), items=items, request_type="Goods"))
	text = page_of(doc)
	has(
		text,
		"품의서",
		"품의번호",
		"제2026-00001호",
		"품의종류",
		"물품",
		"복사용지",
		"2.5",
		"20,000",
		"금오만원정",
	)
	has(text, "사무비", "운영비", "수용비 및 수수료", "위와 같이 품의합니다")


def test_a_refund_names_its_original(home):
	original = settle(approve(home.expense()))
	text = page_of(settle(approve(factory.refund(original, [5_000]))))
	has(
		text,
		"여입결의서",
		"원본 결의서",
		"지출결의서 제2026-00001호",
		"여입 사유",
		"착오 송금",
		"5,000",
		"수입원",
	)
	original = settle(approve(home.income(80_000)))
	text = page_of(approve(factory.refund(original, [8_000])))
	has(text, "반납결의서", "수입결의서 제2026-00001호", "반납통장", "보조금 통장", "지출원", "8,000")


def test_a_transfer_says_from_where_to_where(home):
	lines = [{"fund_source": home.own, "amount": 42_000, "description": "보험료"}]
	doc = factory.transfer(home.facility, home.operating_bank, home.bank, 0, lines=lines)
	text = page_of(settle(approve(doc)))
	has(text, "자금이체결의서", "보내는 통장", "운영비 통장", "받는 통장", "보조금 통장", "자부담", "42,000")
	assert "계정과목" not in text
	bare = page_of(factory.transfer(home.facility, home.operating_bank, home.bank, 7_000))
	has(bare, "7,000", "금칠천원정")


def test_the_box_shows_who_decided_for_whom(home):
	"""전결 by the director, whom a deputy stands in for."""
	boxes = [
		{"title": "담당", "role": "Accountant"},
		{"title": "국장", "role": "Office Director", "final_up_to": 100_000},
		{"title": "관장", "role": "Facility Head"},
	]
	line = {"doctype": "Approval Line", "facility": home.facility, "document_type": "Expense Resolution"}
	frappe.get_doc({**line, "boxes": boxes}).insert()
	deputy = {"doctype": "Approval Deputy", "facility": home.facility, "reason": "휴가", "to_date": nowdate()}
	people = {"absent_user": home.director, "deputy_user": home.colleague}
	frappe.get_doc({**deputy, **people, "from_date": nowdate()}).insert()
	from huimang.approval import service as approval

	doc = home.expense()
	with acting_as(home.accountant):
		approval.move_to(doc.doctype, doc.name, "In Approval")
	with acting_as(home.colleague):
		doc = approval.decide(doc.doctype, doc.name, "Approve")
	assert doc.stage == "Approved"
	has(page_of(doc), "전결 대결")

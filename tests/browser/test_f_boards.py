"""점검판: what is found in the uses of cards is explained by the holder, decided on by the head, and seen by the city's officer."""

import re
import secrets

import pytest
from playwright.sync_api import expect

SHOP = f"달빛국수 {secrets.randbelow(10**6):06}"
EXPLANATION = f"평일에 잡지 못한 어르신 상담 뒤 {SHOP}에서 식사했습니다."
LIVE = 70_000
"""Boards read anew when they are told, and once a minute without that."""

USE = """
import frappe
from datetime import datetime, timedelta
from huimang.card import transactions
from huimang.rules.cards import Use
today = frappe.utils.getdate()
sunday = today - timedelta(days=(today.weekday() + 1) % 7 or 7)
card = frappe.db.get_value("Corporate Card", {"card_title": "프로그램 클린카드"}, ["facility", "last_four"], as_dict=True)
recorded = transactions.record(card.facility, Use(card_number=f"9410-****-****-{card.last_four}",
	approved_at=datetime.combine(sunday, datetime.min.time().replace(hour=13)), approval_no=frappe.generate_hash(length=8),
	amount=37_000, merchant_name="SHOP", merchant_category="한식"), "Upload")
frappe.db.commit()
print(recorded.name)
"""


@pytest.fixture(scope="module")
def head(open_desk):
	desk = open_desk("head@happy.example")
	desk.open("monitoring-board")
	return desk


@pytest.fixture(scope="module")
def officer(open_desk):
	desk = open_desk("officer@city.example")
	desk.open("officer-board")
	return desk


def finding(desk, words: str):
	return desk.page.locator(".watch-finding:visible", has_text=words).first


def dialog(desk):
	return desk.page.locator(".modal-dialog:visible").last


def board(desk):
	return desk.page.locator(".watch-board:visible")


def test_a_use_appears_on_the_heads_open_board_as_it_arrives(head, on_site):
	expect(board(head)).to_contain_text("행복노인복지관")
	on_site(USE.replace("SHOP", SHOP))
	expect(finding(head, SHOP)).to_contain_text("소명 대기", timeout=LIVE)
	expect(board(head).locator("tr", has_text=SHOP)).to_contain_text("37,000")
	head.check()


def test_the_holder_explains_it(open_desk):
	holder = open_desk("worker@happy.example")
	holder.open("monitoring-board")
	expect(board(holder)).to_contain_text("내가 소명할 건")
	expect(board(holder)).not_to_contain_text("보조금 교부")
	finding(holder, SHOP).click()
	dialog(holder).get_by_role("button", name="소명 쓰기").click()
	holder.fill("text", EXPLANATION, dialog(holder))
	dialog(holder).get_by_role("button", name="소명 제출").click()
	expect(finding(holder, SHOP)).to_have_count(0)
	holder.check()


def test_the_head_decides(head):
	expect(finding(head, SHOP)).to_contain_text("소명 제출", timeout=LIVE)
	finding(head, SHOP).click()
	expect(dialog(head)).to_contain_text(EXPLANATION)
	dialog(head).get_by_role("button", name="인정", exact=True).click()
	head.fill("comment", "상담 일지와 맞습니다.", dialog(head))
	dialog(head).get_by_role("button", name="인정", exact=True).click()
	expect(finding(head, SHOP)).to_have_count(0)
	head.check()


def test_the_officer_sees_the_area_and_comes_down_to_the_evidence(officer):
	shown = board(officer)
	expect(shown).to_contain_text("행복노인복지관")
	expect(shown).not_to_contain_text("사랑노인요양원")
	shown.locator("[data-facility]", has_text="행복노인복지관").click()
	finding(officer, SHOP).click()
	for words in (EXPLANATION, "상담 일지와 맞습니다."):
		expect(dialog(officer)).to_contain_text(words)
	expect(dialog(officer).get_by_role("button", name=re.compile("인정|소명"))).to_have_count(0)
	dialog(officer).locator(".btn-modal-close").click()
	shown.locator("[data-grant]", has_text="무료급식").click()
	shown.locator("[data-expense]", has_text="식재료").first.click()
	paper = dialog(officer).locator(".watch-files a").first
	answer = officer.page.context.request.get(f"{officer.url}{paper.get_attribute('href')}")
	assert answer.ok and len(answer.body()) > 100
	officer.check()
	dialog(officer).locator(".btn-modal-close").click()


def test_the_officers_home_shows_figures_and_charts(officer):
	officer.open("local-officer")
	home = officer.page.locator(".layout-main-section:visible")
	expect(home.locator(".number-widget-box", has_text="보조금 잔액")).to_contain_text("원")
	expect(
		home.locator(".dashboard-widget-box", has_text="시설별 보조금").locator("svg.frappe-chart")
	).to_be_visible()
	officer.check()

"""별지 제19호, the public page and the notice (D7–D9, D12). A whole year of gifts is in test_donation_year.py."""

import json
import re

import donation_house
import factory
import frappe
import pytest
from counting import at_most
from donation_house import book, donor, expense, gift
from factory import acting_as
from paper_helpers import pages, plain

from huimang.donation.disclosure import api, notice, page, service
from huimang.errors import FacilityAccessError
from huimang.printing import mailing
from huimang.statements import engine
from huimang.statements.definition import RowKind
from huimang.statements.donation_report import PARTS

pytestmark = pytest.mark.long

HOSTILE = "<script>alert('x')</script>홍길동"


@pytest.fixture(scope="module")
def home(site):
	"""A facility with a few gifts, an expense and goods, entered by its people."""
	frappe.set_user("Administrator")
	place = donation_house.make(frappe.generate_hash(length=6))
	person = donor(place, HOSTILE, donor_type="Individual", notice_by="Email", email="hong@example.test")
	place.donor = person.name
	given = [
		gift(place, person, amount, donation_kind="Money", method="Bank Transfer")
		for amount in (300_000, 200_000)
	]
	book(place, *given)
	goods = {
		"donation_kind": "Goods",
		"items": [{"item_name": "쌀<b>", "quantity": 10, "unit": "포", "fair_value": 500_000}],
	}
	place.goods = gift(place, person, **goods)
	donation_house.write(
		place,
		"Donated Goods Use",
		donation=place.goods.name,
		quantity=4,
		used_on="2026-11-12",
		use_kind="Handed Out",
		recipient="어르신",
	)
	paid = expense(place, 120_000, place.food, place.undesignated, place.program)
	factory.settle(factory.approve(paid))
	frappe.db.commit()
	return place


def draw(home, part, **filters):
	return engine.draw(
		"donation_report", {"facility": home.facility, "accounting_year": home.year, "part": part, **filters}
	)


def total(home, part, **filters):
	return next(row.values["amount"] for row in draw(home, part, **filters).rows if row.kind is RowKind.TOTAL)


def ledger(home, side):
	"""What the ledger's raw rows come to on fund sources of donations."""
	return int(
		frappe.db.sql(
			"""SELECT COALESCE(SUM(entry.amount), 0) FROM `tabLedger Entry` entry
			JOIN `tabFund Source` fund ON fund.name = entry.fund_source
			WHERE entry.facility = %s AND entry.side = %s AND fund.kind LIKE '%%Donation'""",
			(home.facility, side),
		)[0][0]
	)


def test_the_parts_agree_with_the_ledger_to_the_won(home):
	assert total(home, "Money In") == ledger(home, "Revenue") == 500_000
	assert total(home, "Money Used") == ledger(home, "Expense") == 120_000
	assert (total(home, "Goods In"), total(home, "Goods Used")) == (500_000, 200_000)
	assert [row.values["amount"] for row in draw(home, "Accounts").rows] == [380_000]
	figures = {row.values["title"]: row.values["amount"] for row in draw(home, "Summary").rows}
	assert figures["차년도 이월액"] == figures["전용계좌 잔액"] == 380_000 and figures["차이"] == 0


def test_the_columns_are_those_of_the_form(home):
	"""As `statement_forms.csv` has them; 잔액 of the accounts is added."""
	for part, title in (("Money In", "후원금 수입명세서"), ("Goods Used", "후원품 사용명세서")):
		form = draw(home, part).form
		statutory = (
			engine.get("donation_report")
			.parse({"facility": home.facility, "accounting_year": home.year, "part": part})
			.books.statutory_form(PARTS[part].statement)
		)
		assert form.title == title and "별지 제19호" in form.legal_basis
		assert [plain(column.label).replace("/", "") for column in form.columns] == [
			plain(label).replace("/", "") for label in statutory.columns
		]


def test_d12_the_public_version_has_no_donor(home):
	for part in PARTS:
		drawn = draw(home, part, audience="Public")
		assert "donor" not in {column.key for column in drawn.form.columns}
		shown = [row.values.get(column.key) for row in drawn.rows for column in drawn.form.columns]
		assert "홍길동" not in " ".join(str(value) for value in shown), part
	assert "홍길동" in str([row.values for row in draw(home, "Money In").rows])


def test_all_parts_in_one_file(home, monkeypatch):
	answers = []
	monkeypatch.setattr(api, "file_response", lambda content, title, extension: answers.append(content))
	with acting_as(home.manager):
		for file_format in ("pdf", "xlsx"):
			api.whole_report(home.facility, home.year, file_format)
	text = "".join(plain(each) for each in pages(answers[0]))
	for word in (
		"후원금수입명세서",
		"후원품수입명세서",
		"후원금사용명세서",
		"후원품사용명세서",
		"후원금전용계좌",
		"500,000",
	):
		assert word in text
	from io import BytesIO

	from openpyxl import load_workbook

	assert len(load_workbook(BytesIO(answers[1])).sheetnames) == len(PARTS)
	stranger = factory.make_user(
		f"x{frappe.generate_hash(length=6)}@donation.example", factory.make_facility(), ["Accountant"]
	)
	with acting_as(stranger), pytest.raises(FacilityAccessError):
		api.whole_report(home.facility, home.year, "pdf")


def published(home):
	with acting_as(home.manager):
		name = f"{home.year}-D"
		if not frappe.db.exists(service.DOCTYPE, name):
			values = {"facility": home.facility, "accounting_year": home.year, "message": "고맙습니다 <i>"}
			frappe.get_doc({"doctype": service.DOCTYPE, **values}).insert()
		if frappe.db.get_value(service.DOCTYPE, name, "status") != "Public":
			api.publish(name)
	return name


def test_d9_the_page_shows_sums_and_nobody(home):
	with acting_as("Guest"):
		assert service.kept_page(home.facility, page.draw) is None
	name = published(home)
	with acting_as("Guest"), at_most(3):
		html = service.kept_page(home.facility, page.draw)
	with acting_as("Guest"), at_most(0):
		assert service.kept_page(home.facility, page.draw) == html
	assert (
		"500,000원" in html
		and "120,000원" in html
		and "쌀&lt;b&gt;" in html
		and "고맙습니다 &lt;i&gt;" in html
	)
	assert "홍길동" not in html and "<script" not in html and not re.search(r"https?://", html)
	assert all(name not in html for name in (home.manager, home.donor, home.goods.name))
	with acting_as(home.manager), pytest.raises(frappe.ValidationError):
		doc = frappe.get_doc(service.DOCTYPE, name)
		doc.message = "다른 말"
		doc.save()
	stored = json.loads(frappe.db.get_value(service.DOCTYPE, name, "content"))
	assert (stored["received"], stored["used"], stored["left"]) == (500_000, 120_000, 380_000)
	with acting_as(home.manager):
		api.withdraw(name)
	with acting_as("Guest"):
		assert service.kept_page(home.facility, page.draw) is None
	with acting_as(home.accountant), pytest.raises(FacilityAccessError):
		api.publish(name)


def test_d9_after_three_months_it_is_gone(home):
	name = published(home)
	frappe.db.set_value(service.DOCTYPE, name, "published_until", "2026-01-01")
	service.forget(home.facility)
	with acting_as("Guest"):
		assert service.kept_page(home.facility, page.draw) is None


def test_d7_a_notice_goes_to_each_donor_once(home, monkeypatch):
	sent = []
	monkeypatch.setattr(mailing, "require_account", lambda: None)
	monkeypatch.setattr(notice, "start", lambda name: None)
	monkeypatch.setattr(frappe, "sendmail", lambda **mail: sent.append(mail))
	with acting_as(home.manager):
		doc = frappe.get_doc(
			{"doctype": "Donor Notice", "facility": home.facility, "accounting_year": home.year}
		).insert()
	notice.run(doc.name)
	notice.run(doc.name)
	doc.reload()
	assert (doc.status, doc.mailed, len(sent)) == ("Done", 1, 1)
	assert "500,000원" in sent[0]["message"] and "<script" not in sent[0]["message"]

"""Papers that others ask for: 후원금 전용계좌 입출금내역, 보조금 중요재산 현황, 인계·인수 목록 (제41조의6, 지방보조금법 제21조, 제43조)."""

import asset_house
import donation_house
import factory
import house
import pytest
from donation_house import book, donor, expense, gift
from factory import acting_as
from paper_helpers import pages, plain

from huimang.errors import FacilityAccessError
from huimang.statements import engine, paper
from huimang.statements.definition import RowKind


def make():
	home = donation_house.begin()
	giver = donor(home, "홍길동")
	book(home, gift(home, giver, 300_000, "2026-03-05"), gift(home, giver, 200_000, "2026-08-05"))
	factory.settle(factory.approve(expense(home, 120_000, home.food, home.undesignated, home.program)))
	home.van = asset_house.card(
		home,
		asset_name="승합차",
		cost=30_000_000,
		subsidy_amount=20_000_000,
		is_important=1,
		restricted_until="2029-02-01",
		acquired_on="2026-02-01",
	)
	home.desks = asset_house.card(home, cost=1_000_000, units=4, is_important=1, subsidy_amount=400_000)
	asset_house.happen(home, "Scrapping", home.desks, quantity=1, event_date="2026-09-01", permit_no="제1호")
	return home


built, clean_slate, home = house.once(make, ())


def drawn(home, name, **filters):
	with acting_as(home.accountant):
		return engine.draw(name, {"facility": home.facility, "accounting_year": home.year, **filters})


def test_every_entry_of_the_donation_account_and_its_balance(home):
	statement = drawn(home, "donation_account_book")
	entries = [row.values for row in statement.rows if row.kind is RowKind.ENTRY]
	assert sum(row["income"] or 0 for row in entries) == 500_000
	assert sum(row["expense"] or 0 for row in entries) == 120_000
	assert entries[-1]["balance"] == statement.rows[-1].values["balance"] == 380_000
	text = "".join(plain(page) for page in pages(paper.to_pdf(statement)))
	assert "후원금전용계좌" in text and "380,000" in text and "운영비통장" not in text


def test_important_property_of_each_half(home):
	first, second = (drawn(home, "important_property", half=half) for half in ("First Half", "Second Half"))
	assert first.rows[-1].values["cost"] == 31_000_000 and first.rows[-1].values["quantity"] == 5
	assert first.rows[-1].values["subsidy"] == 20_400_000
	assert second.rows[-1].values["cost"] == 30_750_000 and second.rows[-1].values["subsidy"] == 20_300_000
	told = {row.values["number"]: row.values["change"] for row in second.rows[:-1]}
	assert told == {home.van: "", home.desks: "09-01 폐기 1"}
	assert "02-01 취득" in {row.values["change"] for row in first.rows[:-1]}
	assert "처분제한기한" in plain(pages(paper.to_pdf(second))[0])


def test_what_is_handed_over_is_what_the_books_have(home):
	rows = {row.values["title"]: row.values for row in drawn(home, "duties_list").rows}
	assert rows["예금·현금 계"]["amount"] == rows["후원금 전용계좌"]["amount"] == 380_000
	assert (rows["지출결의서와 증빙"]["quantity"], rows["지출결의서와 증빙"]["amount"]) == (1, 120_000)
	assert rows["수입결의서와 증빙"]["amount"] == 500_000
	assert (rows["비품(물품관리대장)"]["quantity"], rows["비품(물품관리대장)"]["amount"]) == (4, 30_750_000)
	before = {row.values["title"]: row.values for row in drawn(home, "duties_list", day="2026-01-31").rows}
	assert before["예금·현금 계"]["amount"] == 0 and before["현금출납부·총계정원장"]["quantity"] == 0
	text = "".join(plain(page) for page in pages(paper.to_pdf(drawn(home, "duties_list"))))
	assert "인계자" in text and "인수자" in text and "입회" in text


def test_nobody_elses(home):
	stranger = factory.make_user("x" + home.manager, factory.make_facility(), ["Accountant"])
	for name in ("donation_account_book", "important_property", "duties_list"):
		with acting_as(stranger), pytest.raises(FacilityAccessError):
			engine.draw(name, {"facility": home.facility, "accounting_year": home.year})

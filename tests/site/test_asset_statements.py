"""The registers and the year's figures of assets: the law's worked examples to the won, and thousands of cards by few queries."""

from datetime import date

import frappe
import house
import pytest
from asset_house import card, event, happen
from counting import at_most
from paper_helpers import pages, plain

from huimang.database.sql import insert_rows, standard_columns
from huimang.printing.service import Job, print_documents
from huimang.property import values
from huimang.statements import engine, paper, sheet
from huimang.statements.asset_values import year_of
from huimang.statements.definition import RowKind
from huimang.statements.filters import read_books

NAMES = (
	*("goods_register", "equipment_register", "property_register"),
	*("depreciation_details", "property_changes", "fixed_assets"),
)
LAPTOP, DESK, OFFICE = "노트북컴퓨터", "회의용탁자", "건물(철근콘크리트조 등)"
# reference/depreciation_rules.md §9: cost, in use since, facts, and year by year what is taken and what is left
VECTORS = {
	"V1": (3_000_000, "2025-01-01", {}, {2025: (600_000, 2_400_000), 2026: (600_000, 1_800_000)}),
	"V2": (1_234_567, "2024-07-15", {}, {2024: (123_456, 1_111_111), 2026: (246_913, 617_285)}),
	"V5": (
		500_000_000,
		"2020-05-20",
		{"asset_class": OFFICE},
		{2020: (8_333_333, 491_666_667), 2022: (12_500_000, 466_666_667)},
	),
	"V6": (
		10_000_000,
		"2021-01-01",
		{"method": "Declining Balance"},
		{2024: (746_266, 908_426), 2025: (907_426, 1_000), 2026: (0, 1_000)},
	),
	"V7": (
		89_870_000,
		"2024-09-30",
		{"method": "Declining Balance"},
		{2025: (34_438_154, 41_921_390), 2026: (18_906_546, 23_014_844)},
	),
	"V20": (
		100_000_000,
		"2024-01-01",
		{"asset_class": "토지"},
		{2024: (0, 100_000_000), 2026: (0, 100_000_000)},
	),
}


@pytest.fixture(scope="module")
def home(site):
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	return house.standing()


@pytest.fixture(autouse=True)
def undone(home):
	yield
	house.leave(home)


def draw(home, name, **filters):
	return engine.draw(name, {"facility": home.facility, "accounting_year": home.year, **filters})


def year(home, name, number):
	held = values.holding_of(home.facility, name)
	return year_of(held, date(number, 1, 1), date(number, 12, 31))


def entries(drawn):
	return [row.values for row in drawn.rows if row.kind is RowKind.ENTRY]


def total(drawn):
	return next(row.values for row in drawn.rows if row.kind is RowKind.TOTAL)


@pytest.mark.parametrize("vector", VECTORS)
def test_a_card_is_worth_what_the_laws_example_says(home, vector):
	cost, start, facts, years = VECTORS[vector]
	name = card(home, **{"asset_class": DESK, "acquired_on": start, "cost": cost, **facts})
	found = {number: (year(home, name, number).taken, year(home, name, number).value) for number in years}
	assert found == years


def test_v10_capital_spending_of_a_building_site(home):
	name = card(home, asset_class=DESK, acquired_on="2022-01-10", cost=12_000_000)
	happen(
		*(home, "Capital Spending", name),
		**{"amount": 3_000_000, "event_date": "2024-05-02", "improvement": "Extension or Improvement"},
	)
	found = [(year(home, name, number).taken, year(home, name, number).value) for number in range(2022, 2028)]
	assert found == [
		*((2_400_000, 9_600_000), (2_400_000, 7_200_000), (3_000_000, 7_200_000)),
		*((3_000_000, 4_200_000), (3_000_000, 1_200_000), (1_199_000, 1_000)),
	]


def test_v11_a_sale_in_august_takes_the_book_value_out(home):
	"""6,000,000 of February 2023, sold on 17 August 2025 for 3,200,000: eight months, 2,900,000 left, gain 300,000."""
	name = card(home, asset_class=DESK, acquired_on="2023-02-01", cost=6_000_000)
	happen(home, "Condemnation", name, event_date="2025-08-17", explanation="교체")
	sale = happen(home, "Sale", name, event_date="2025-08-17", amount=3_200_000)
	found = year(home, name, 2025)
	assert (found.taken, found.removed, found.dropped, found.closing, found.after) == (
		*(800_000, 6_000_000, 3_100_000),
		*(0, 0),
	)
	assert sale.total_amount - sale.total_book_value == 300_000
	frappe.db.set_value("Facility", home.facility, "disposal_month_excluded", 1)
	frappe.clear_document_cache("Facility", home.facility)
	assert year(home, name, 2025).taken == 700_000
	frappe.db.set_value("Facility", home.facility, "disposal_month_excluded", 0)
	frappe.clear_document_cache("Facility", home.facility)


def test_a_part_of_a_set_leaves_with_its_part_of_cost_and_depreciation(home):
	"""법인세법 시행령 제32조⑥: three of ten, and the figures of the year before stay what they were."""
	name = card(home, asset_class=DESK, acquired_on="2025-01-01", cost=10_000_000, units=10)
	before = year(home, name, 2025)
	happen(home, "Scrapping", name, quantity=3, event_date="2026-03-20")
	found = year(home, name, 2026)
	assert year(home, name, 2025) == before
	assert (found.removed, found.dropped, found.closing) == (3_000_000, 750_000, 7_000_000)
	assert found.before + found.taken - found.dropped == found.after == 2_800_000


def test_the_year_of_every_register(home):
	kept = card(home, asset_name="책상", asset_class="책상", acquired_on="2025-07-01", cost=1_000_000)
	gone = card(home, asset_name="낡은 책상", asset_class="책상", acquired_on="2020-01-01", cost=800_000)
	new = card(home, asset_name="빔", asset_class="프로젝터", acquired_on="2026-02-01", cost=2_000_000)
	office = card(
		home, asset_name="본관", asset_class=OFFICE, address="행복로 1", area=120.5, cost=900_000_000
	)
	happen(home, "Condemnation", gone, event_date="2026-03-01", explanation="파손")
	happen(home, "Scrapping", gone, event_date="2026-03-02")
	goods = draw(home, "goods_register", day="2026-11-30")
	assert [row["number"] for row in entries(goods)] == [kept, new]
	assert total(goods)["cost"] == 3_000_000
	assert [row["number"] for row in entries(draw(home, "goods_register", day="2026-02-28"))] == [
		gone,
		kept,
		new,
	]
	equipment = entries(draw(home, "equipment_register", day="2026-11-30"))
	assert [(row.get("up"), row.get("down"), row["left"]) for row in equipment] == [
		*((1, None, 1), (None, 1, 0), (1, None, 1), (1, None, 1)),
	]
	(building,) = entries(draw(home, "property_register"))
	assert (building["title"], building["area"], building["cost"]) == (
		"행복로 1 본관",
		"120.50㎡",
		900_000_000,
	)
	details, changes, fixed = (draw(home, name) for name in NAMES[3:])
	figures = total(details)
	assert figures["opening"] + figures["added"] - figures["removed"] == figures["closing"]
	assert figures["before"] + figures["taken"] - figures["dropped"] == figures["after"]
	assert figures["closing"] - figures["after"] == figures["value"]
	assert (total(changes)["added"], total(changes)["removed"]) == (2_000_000, 800_000)
	assert total(changes)["left"] == total(fixed)["amount"] == figures["closing"] == 903_000_000
	assert office


@pytest.mark.parametrize("name", ["equipment_register", "property_register", "fixed_assets"])
def test_columns_are_those_of_the_statutory_form(home, name):
	drawn = draw(home, name)
	books = read_books({"facility": home.facility, "accounting_year": home.year})
	statutory = books.statutory_form(name)
	assert tuple(column.label for column in drawn.form.columns) == statutory.columns
	assert statutory.number in drawn.form.legal_basis


def test_the_decision_on_paper(home):
	"""제41조: what is condemned, why, what it cost and is worth, with the stamps of those who decided."""
	name = card(home, asset_class=DESK, acquired_on="2023-02-01", cost=6_000_000)
	doc = happen(home, "Condemnation", name, event_date="2025-08-17", explanation="<b>부러짐</b>")
	(page,) = pages(print_documents(Job(doc.doctype, [doc.name])).content)
	text = plain(page)
	for part in ("물품불용결의서", f"제{doc.event_no}호", "<b>부러짐</b>", "6,000,000", "3,000,000"):
		assert part in text, part
	assert "물품의불용을결의합니다" in text
	lost = event(home, "Loss of Asset", name, event_date="2025-08-18")
	(page,) = pages(print_documents(Job(lost.doctype, [lost.name])).content)
	assert "결재전" in plain(page) and "망실처리를결의합니다" in plain(page)


def test_hostile_words_of_a_card_do_no_harm_on_paper(home):
	card(home, asset_name="<b>책상</b>", spec="=1+1", acquired_on="2026-01-02")
	drawn = draw(home, "goods_register")
	(page,) = pages(paper.to_pdf(drawn))
	assert "<b>책상</b>" in plain(page)
	assert sheet.to_xlsx(drawn)


def test_five_thousand_assets_agree_with_the_laws_tables_by_a_fixed_number_of_queries(home):
	"""The vectors again and again: each statement adds them up to the won, and asks as often as for one card."""
	common = {
		"asset_class": DESK,
		"asset_group": "Equipment",
		"accounting_unit": "Facility",
		"status": "In Use",
	}
	common |= {"quantity": 1, "quantity_left": 1, "is_depreciable": 1, "useful_life_years": 5, "unit": "개"}
	common |= {"facility": home.facility, "acquisition_type": "Purchase"}
	kinds = [VECTORS[name] for name in ("V1", "V2", "V6", "V7")]
	rows, per_kind = [], 1_250
	stamp = standard_columns("Administrator", frappe.utils.now_datetime())
	for place, (cost, start, facts, _years) in enumerate(kinds):
		for serial in range(per_kind):
			number = f"{home.facility}-T-{place}-{serial:05d}"
			method = facts.get("method", "Straight-line")
			own = {"name": number, "asset_no": number, "asset_name": f"물품 {serial}", "method": method}
			rows.append(
				{
					**common,
					**own,
					"cost": cost,
					"unit_price": cost,
					"acquired_on": start,
					"in_service_on": start,
				}
			)
	with at_most(40):
		few = {name: draw(home, name) for name in NAMES}
	columns = [*rows[0], *stamp]
	for at in range(0, len(rows), 500):
		insert_rows(
			"Facility Asset",
			columns,
			[(*row.values(), *stamp.values()) for row in rows[at : at + 500]],
		)
	taken = sum(years[2026][0] for *_rest, years in kinds) * per_kind
	left = sum(years[2026][1] for *_rest, years in kinds) * per_kind
	with at_most(40):
		many = {name: draw(home, name) for name in NAMES}
	figures = total(many["depreciation_details"])
	assert (figures["taken"], figures["value"]) == (taken, left)
	assert total(many["goods_register"])["cost"] == sum(cost for cost, *_rest in kinds) * per_kind
	assert len(many["goods_register"].rows) - len(few["goods_register"].rows) == 4 * per_kind

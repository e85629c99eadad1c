"""The register: what is bought or given is entered with its number, and what happens to it is decided, done and remembered."""

import asset_house
import factory
import frappe
import house
import pytest
from asset_house import card, event, happen, state
from connections import at_once, outcome
from factory import acting_as, approve, settle
from refusals import refused

from huimang.approval import service
from huimang.errors import FacilityAccessError
from huimang.property import api, events, handover, queries, register, sales


@pytest.fixture(scope="module")
def home(site):
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	return house.standing()


@pytest.fixture(autouse=True)
def undone(home):
	yield
	house.leave(home)


def paid(home, amount):
	return settle(approve(home.expense(home.line(amount), evidence_waiver_reason="시험")))


def of(name, *fields):
	return frappe.db.get_value("Facility Asset", name, list(fields))


class TestRegister:
	def test_the_number_tells_facility_year_and_kind_and_is_never_given_again(self, home):
		first = card(home, asset_class="노트북컴퓨터", acquired_on="2025-05-01")
		assert first == f"{home.facility}-2025-IT-00001" or first.startswith(f"{home.facility}-2025-IT-")
		frappe.delete_doc("Facility Asset", first)
		second = card(home, asset_class="노트북컴퓨터", acquired_on="2025-05-01")
		assert int(second[-5:]) == int(first[-5:]) + 1

	def test_a2_five_laptops_of_a_resolution_are_five_cards_that_add_up(self, home):
		"""V: 3,500,001 won for five: each has a card, and they cost together what was paid."""
		bought = paid(home, 500_001)
		with acting_as(home.accountant):
			names = register.of_line(
				bought.name,
				bought.lines[0].name,
				{"asset_name": "노트북", "asset_class": "노트북컴퓨터"},
				500_001,
				5,
			)
		costs = [int(of(name, "cost")) for name in names]
		assert costs == [100_001, 100_000, 100_000, 100_000, 100_000]
		assert set(map(lambda name: of(name, "subsidy_amount", "cost")[0], names)) == {100_001, 100_000}
		assert of(names[0], "expense_resolution", "fund_source") == (bought.name, home.subsidy)

	def test_a1_what_costs_less_than_the_limit_is_registered_without_depreciation(self, home):
		cheap = card(home, asset_name="선풍기", asset_class="선풍기", cost=300_000)
		dear = card(home, cost=500_000)
		assert (of(cheap, "is_depreciable"), of(dear, "is_depreciable")) == (0, 1)

	def test_no_won_of_a_line_is_registered_twice(self, home):
		bought = paid(home, 300_000)
		row = bought.lines[0].name
		given = {"asset_name": "의자", "asset_class": "작업용의자"}
		with acting_as(home.accountant):
			register.of_line(bought.name, row, given, 200_000, 2)
			with refused(frappe.ValidationError, "100,000"):
				register.of_line(bought.name, row, given, 100_001, 1)
			register.of_line(bought.name, row, given, 100_000, 1)
			assert [each["left"] for each in register.lines_to_register(bought.name)] == [0]

	def test_a_resolution_whose_things_are_registered_is_not_cancelled(self, home):
		bought = paid(home, 100_000)
		given = {"asset_name": "의자", "asset_class": "작업용의자"}
		with acting_as(home.accountant):
			register.of_line(bought.name, bought.lines[0].name, given, 100_000, 1)
		with acting_as(home.head), refused(frappe.ValidationError, "대장에 있습니다"):
			service.decide(bought.doctype, bought.name, "Cancel Resolution", "잘못 작성함")

	def test_a_useful_life_stays_within_the_laws_range(self, home):
		with refused(frappe.ValidationError, "4~6년"):
			card(home, useful_life_years=9)
		used = card(home, useful_life_years=2, valuation="2년 쓴 중고, 수정내용연수")
		assert of(used, "useful_life_years") == 2

	def test_where_a_thing_is_changes_by_an_event_only(self, home):
		doc = frappe.get_doc("Facility Asset", card(home))
		doc.used_by = "김사용"
		with acting_as(home.accountant), refused(frappe.ValidationError, "이력이 남도록"):
			doc.save()

	def test_a_settled_year_keeps_its_figures(self, home):
		"""V21.5: nothing recomputes the depreciation of a closed year."""
		name = card(home, acquired_on="2025-02-01")
		frappe.get_doc(
			{
				"doctype": "Accounting Year",
				"facility": home.facility,
				"accounting_unit": "Facility",
				"year": 2025,
				"start_date": "2025-01-01",
				"end_date": "2025-12-31",
			}
		).insert()
		frappe.db.set_value("Accounting Year", f"{home.facility}-2025", "status", "Closed")
		doc = frappe.get_doc("Facility Asset", name)
		doc.cost = 1
		with refused(frappe.ValidationError, "고칠 수 없습니다"):
			doc.save()
		with refused(frappe.ValidationError, "그 뒤의 날짜"):
			happen(home, "Condemnation", name, event_date="2025-12-31", explanation="고장")

	def test_what_was_bought_and_is_in_no_register_is_told(self, home, monkeypatch):
		monkeypatch.setattr(register, "FOR_ASSETS", "수용비")
		bought = paid(home, 300_000)
		told = [
			row for row in queries.unregistered(home.facility, home.accountant) if row.name == bought.name
		]
		assert [int(row.rest) for row in told] == [300_000]
		with acting_as(home.accountant):
			given = {"asset_name": "의자", "asset_class": "작업용의자"}
			api.register_line(bought.name, bought.lines[0].name, given, 300_000, 3)
			assert bought.name not in [row.name for row in api.unregistered()]

	def test_the_card_tells_value_and_history_to_those_who_may_read_it(self, home):
		stranger = house.standing("away").accountant  # committed when it is built: before anything else is
		name = card(home, cost=1_000_000, acquired_on="2025-01-01")
		happen(home, "Relocation", name, to_used_by="김사용")
		with acting_as(home.head):
			years = api.value_by_year(name)["years"]
			assert [row["depreciation"] for row in years] == [200_000] * 4 + [199_000]
			assert years[0]["formula"] == "1,000,000 × 0.2 × 12/12 → 200,000"
			assert [row.to for row in api.history(name)] == ["김사용"]
		with acting_as(stranger), pytest.raises(frappe.PermissionError):
			api.value_by_year(name)


class TestEvents:
	def test_what_needs_no_decision_is_put_on_record_by_its_writer(self, home):
		name = card(home)
		place = frappe.get_doc(
			{
				"doctype": "Asset Place",
				"facility": home.facility,
				"place_name": f"창고 {frappe.generate_hash(length=4)}",
				"department": "총무팀",
				"keeper": home.colleague,
			}
		).insert()
		done = happen(home, "Relocation", name, to_place=place.name)
		assert done.stage == "Approved" and done.event_no.startswith("2026-")
		assert of(name, "place", "department", "keeper") == (place.name, "총무팀", home.colleague)

	def test_what_the_law_wants_decided_is_not_decided_by_its_writer(self, home):
		doc = event(home, "Condemnation", card(home), explanation="고장")
		with acting_as(home.accountant):
			with refused(frappe.ValidationError, "조건"):
				service.decide(doc.doctype, doc.name, "Put on Record")
			doc = service.move_to(doc.doctype, doc.name, "In Approval")
			with refused(FacilityAccessError, "사무국장"):
				service.decide(doc.doctype, doc.name, "Approve")
		assert state(doc.lines[0].asset) == ("In Use", 1)

	def test_goods_are_condemned_before_they_are_scrapped(self, home):
		name = card(home)
		with refused(frappe.ValidationError, "불용 결정을 먼저"):
			approve(event(home, "Scrapping", name))
		happen(home, "Condemnation", name, explanation="다리가 부러짐")
		assert state(name) == ("Condemned", 1)
		happen(home, "Scrapping", name, event_date="2026-04-01")
		assert state(name) == ("Scrapped", 0)

	def test_before_its_service_life_ends_a_condemnation_is_explained(self, home):
		name = card(home, acquired_on="2024-01-10")
		with refused(frappe.ValidationError, "2033-01-10"):
			approve(event(home, "Condemnation", name))

	def test_what_stores_data_leaves_with_the_proof_that_it_was_wiped(self, home):
		name = card(home, asset_class="노트북컴퓨터")
		happen(home, "Condemnation", name, explanation="고장")
		with refused(frappe.ValidationError, "삭제 확인서"):
			approve(event(home, "Scrapping", name))
		happen(home, "Scrapping", name, wipe_proof=True)

	def test_a4_property_of_a_subsidy_is_not_sold_without_approval(self, home):
		name = card(home, restricted_until="2029-01-10")
		happen(home, "Condemnation", name, explanation="고장")
		with refused(frappe.ValidationError, "2029-01-10"):
			approve(event(home, "Sale", name, amount=50_000))
		happen(home, "Sale", name, amount=50_000, permit_no="복지과-1234")

	def test_a10_basic_property_is_not_lent_without_a_permit(self, home):
		name = card(
			home, asset_class="건물(철근콘크리트조 등)", asset_name="본관", property_class="Basic Property"
		)
		with refused(frappe.ValidationError, "시·도지사"):
			approve(event(home, "Lending", name))

	def test_a5_a_sale_makes_one_income_resolution(self, home):
		name = card(home, cost=6_000_000, acquired_on="2023-02-01")
		happen(home, "Condemnation", name, explanation="고장", event_date="2026-08-01")
		sale = happen(home, "Sale", name, amount=150_000, event_date="2026-08-17")
		with acting_as(home.accountant):
			income = sales.draft_income(sale.name)
			assert sales.draft_income(sale.name) == income
		doc = frappe.get_doc("Income Resolution", income)
		subject = frappe.db.get_value("Account Subject", doc.lines[0].account_subject, "subject_name")
		assert (doc.total_amount, subject) == (150_000, "불용품매각대")
		with acting_as(home.head), refused(frappe.ValidationError, "먼저 지우거나 취소"):
			service.decide(sale.doctype, sale.name, "Cancel Event", "잘못 작성함")

	def test_a_loss_needs_its_report_and_who_answers(self, home):
		name = card(home)
		with refused(frappe.ValidationError, "경위서", "책임"):
			approve(event(home, "Loss of Asset", name))
		happen(home, "Loss of Asset", name, paper=True, liability="과실 없음")
		assert state(name) == ("Lost", 0)

	def test_a_part_of_a_set_goes_and_the_rest_stays(self, home):
		name = card(home, units=10, cost=1_000_000)
		happen(home, "Scrapping", name, quantity=3)
		assert state(name) == ("In Use", 7)
		with refused(frappe.ValidationError, "남은 수량이 7"):
			event(home, "Scrapping", name, quantity=8)

	def test_what_is_taken_back_leaves_everything_as_it_was(self, home):
		name = card(home, used_by="김사용")
		moved = happen(home, "Relocation", name, to_used_by="이사용")
		condemned = happen(home, "Condemnation", name, explanation="고장")
		with acting_as(home.head):
			with refused(frappe.ValidationError, "먼저 취소"):
				service.decide(moved.doctype, moved.name, "Cancel Event", "착오")
			service.decide(condemned.doctype, condemned.name, "Cancel Event", "착오")
			service.decide(moved.doctype, moved.name, "Cancel Event", "착오")
		assert of(name, "status", "used_by") == ("In Use", "김사용")

	def test_repair_and_lending_come_back(self, home):
		name = card(home)
		happen(home, "Repair", name, amount=30_000, is_finished=0)
		assert state(name)[0] == "Under Repair"
		happen(home, "Back in Use", name)
		happen(home, "Repair", name, amount=10_000, is_finished=1)
		assert state(name)[0] == "In Use"
		with acting_as(home.accountant):
			assert events.record(home.facility, "Storage", [name]).stage == "Approved"
		assert state(name)[0] == "Stored"


def test_of_two_at_once_one_registers_and_one_scraps():
	"""Two who register the same line, then two heads of mind to scrap the same things: the second finds it done."""
	own = house.build()
	bought = settle(approve(own.expense(own.line(300_000), evidence_waiver_reason="시험")))
	frappe.db.commit()
	line = (
		bought.name,
		bought.lines[0].name,
		{"asset_name": "의자", "asset_class": "작업용의자"},
		300_000,
		2,
	)
	register_it = [lambda: outcome(own.accountant, lambda: register.of_line(*line))] * 2
	assert sorted(at_once(2, lambda number: register_it[number]())) == ["done", "refused"]
	frappe.db.rollback()
	names = frappe.get_all("Facility Asset", {"facility": own.facility}, pluck="name")
	assert len(names) == 2
	asset_house.happen(own, "Condemnation", *names, explanation="고장", event_date=frappe.utils.nowdate())
	today = {"event_date": frappe.utils.nowdate()}
	drafts = [asset_house.event(own, "Scrapping", *names, **today) for _i in range(2)]
	for doc in drafts:
		with acting_as(own.accountant):
			service.move_to(doc.doctype, doc.name, "In Approval")
		with acting_as(own.director):
			service.decide(doc.doctype, doc.name, "Approve")
	frappe.db.commit()

	def scrap(number: int) -> str:
		return outcome(own.head, lambda: service.decide("Asset Event", drafts[number].name, "Approve"))

	assert sorted(at_once(2, scrap)) == ["done", "refused"]
	frappe.db.rollback()
	assert {state(name) for name in names} == {("Scrapped", 0)}


def test_who_takes_over_second_is_told_though_they_looked_before():
	own = house.build()
	sister = factory.make_facility(corporation=frappe.db.get_value("Facility", own.facility, "corporation"))
	keeper = factory.make_user(f"keeper-{own.facility}@example.com".lower(), sister, ["Accountant"])
	event = asset_house.happen(own, "Handover", card(own), to_facility=sister)
	frappe.db.commit()

	def take(_number: int) -> str:
		return outcome(keeper, lambda: handover.take_over(sister, event.name, {}))

	assert frappe.db.count("Facility Asset", {"handed_over_by": event.name}) == 0
	assert [*at_once(1, take), take(1)] == ["done", "refused"]

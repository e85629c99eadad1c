"""A budget from draft to force: its lines, its approval, its supplements, and what the ledger then lets
through.
"""

from copy import copy
from types import SimpleNamespace

import factory
import frappe
import house
import pytest
from budget_drafts import YEAR, Place
from factory import acting_as
from refusals import refused

from huimang.approval import service as approval
from huimang.approval import steps
from huimang.approval.stages import IN_APPROVAL
from huimang.budget import api
from huimang.errors import (
	BudgetExceededError,
	ClosedPeriodError,
	EvidenceMissingError,
	FacilityAccessError,
	SelfApprovalError,
)
from huimang.ledger import budget as ledger
from huimang.ledger.verify import verify


def make() -> SimpleNamespace:
	"""Two places, of which one has 사무국장 and 시설장 at work."""
	made = SimpleNamespace(place=Place(), staffed=Place())
	assert made.staffed.director and made.staffed.head
	return made


def people(made: SimpleNamespace) -> tuple[str, ...]:
	staffed = made.staffed
	return (made.place.accountant, staffed.accountant, staffed.director, staffed.head)


built, clean_slate, made = house.once(make, people)


@pytest.fixture
def place(made):
	"""A copy, which forgets whom a test appointed."""
	return copy(made.place)


@pytest.fixture
def staffed(made):
	return made.staffed


def test_a_draft_reckons_its_lines_and_totals(place):
	doc = place.draft(
		place.line("Revenue", "313", 30_000_000),
		place.line("Expense", "111", None, unit_price=2_500_000, quantity=1, frequency=12, unit="명"),
		place.line("Expense", "116", None, unit_price=2_500_000, quantity=0.0709, frequency=12),
	)
	assert doc.name == f"{place.year}-0"
	assert (doc.title, doc.budget_type, doc.version) == ("2026년 시설회계 본예산", "Original", 0)
	assert [line.amount for line in doc.expense_lines] == [30_000_000, 2_127_000]
	assert (doc.revenue_total, doc.expense_total) == (30_000_000, 32_127_000)
	assert [line.path_label for line in doc.expense_lines] == ["사무비 > 인건비"] * 2
	assert {line.side for line in doc.revenue_lines} == {"Revenue"}


def test_wrong_rows_are_told_all_at_once_by_side_and_number(place):
	other = Place()
	with refused(
		frappe.ValidationError, "세입 1행", "세출 2행", "세출 3행", "세출 4행", "세출 5행", "세출 7행"
	):
		place.draft(
			place.line("Revenue", "313", account_subject=f"{place.facility}-E-131"),
			place.line("Expense", "131"),
			place.line("Expense", "132", -1),
			place.line("Expense", "133", None, unit_price=1_000, quantity=0),
			place.line("Expense", "134", account_subject=f"{other.facility}-E-134"),
			place.line("Expense", "H13"),
			place.line("Expense", "135"),
			place.line("Expense", "131"),
		)


def test_undesignated_donations_are_not_budgeted_where_they_may_not_be_spent(place):
	"""제41조의7②: 업무추진비와 예비비 등."""
	with refused(frappe.ValidationError, "세출 1행", "기관운영비"):
		place.draft(
			place.line("Revenue", "412", fund="비지정후원금"),
			place.line("Expense", "121", fund="비지정후원금"),
		)
	place.draft(
		place.line("Revenue", "411", fund="지정후원금"), place.line("Expense", "121", fund="지정후원금")
	)


def test_an_inactive_subject_takes_no_money(place):
	frappe.db.set_value("Account Subject", f"{place.facility}-E-136", "is_active", 0)
	with refused(frappe.ValidationError, "연료비"):
		place.draft(place.line("Revenue", "313"), place.line("Expense", "136"))


def test_a_one_sided_draft_is_kept_but_not_asked_for(place):
	doc = place.draft(place.line("Revenue", "313", 1_000_001), place.line("Expense", "131", 1_000_000))
	with acting_as(place.accountant):
		with refused(frappe.ValidationError, "1,000,001", "1,000,000", "세출이 1원"):
			approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
		doc.reload()
		doc.expense_lines[0].amount = 1_000_001
		doc.save()
		assert approval.move_to(doc.doctype, doc.name, IN_APPROVAL).stage == IN_APPROVAL


def test_an_empty_budget_is_not_asked_for(place):
	with acting_as(place.accountant):
		doc = frappe.get_doc(
			{"doctype": "Facility Budget", "facility": place.facility, "accounting_year": place.year}
		).insert()
		with refused(frappe.ValidationError, "비어"):
			approval.move_to(doc.doctype, doc.name, IN_APPROVAL)


def test_approval_by_director_and_head_lets_it_take_effect(staffed):
	doc = staffed.draft(
		staffed.line("Revenue", "313"),
		staffed.line("Expense", "131", 400_000, description="시내"),
		staffed.line("Expense", "131", 350_000, description="시외"),
		staffed.line("Expense", "132", 250_000),
	)
	staffed.told(doc)
	with acting_as(staffed.accountant):
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
		assert staffed.left("131") == 0
	with acting_as(staffed.head), refused(FacilityAccessError, "사무국장"):
		approval.decide(doc.doctype, doc.name, "Approve")
	for approver in (staffed.director, staffed.head):
		with acting_as(approver):
			doc = approval.decide(doc.doctype, doc.name, "Approve")
	assert (doc.docstatus, doc.stage, str(doc.confirmed_on)) == (1, "Approved", frappe.utils.nowdate())
	assert (staffed.left("131"), staffed.left("132")) == (750_000, 250_000)
	decisions = [(step["decision"], step["user"]) for step in steps.of(doc.doctype, doc.name)]
	assert decisions == [
		("Requested", staffed.accountant),
		("Approved", staffed.director),
		("Approved", staffed.head),
	]


def test_the_year_opens_with_its_first_budget(place):
	frappe.db.set_value("Accounting Year", place.year, "status", "Preparing")
	doc = place.draft()
	frappe.db.set_value("Accounting Year", place.year, "status", "Preparing")
	place.approve(doc)
	assert frappe.db.get_value("Accounting Year", place.year, "status") == "Open"


def test_a_budget_comes_back_with_a_reason(staffed):
	doc = staffed.draft()
	with acting_as(staffed.accountant):
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
	with acting_as(staffed.director):
		with refused(frappe.MandatoryError):
			approval.decide(doc.doctype, doc.name, "Return to Writer")
		doc = approval.decide(doc.doctype, doc.name, "Return to Writer", "여비 산출근거를 적어 주십시오.")
	assert doc.stage == "Draft"
	with acting_as(staffed.accountant):
		doc.expense_lines[0].description = "시내 출장 20명"
		doc.save()
	staffed.approve(doc)
	assert staffed.left("131") == 1_000_000


def test_nobody_approves_a_budget_of_their_own(staffed):
	second = factory.make_user(f"second-{staffed.head}", staffed.facility, ["Facility Head", "Accountant"])
	with acting_as(second):
		doc = factory.budget(
			staffed.facility, YEAR, [staffed.line("Revenue", "313"), staffed.line("Expense", "131")]
		)
		doc.update(factory.meetings(doc, frappe.utils.nowdate())).save()
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
	with acting_as(staffed.director):
		approval.decide(doc.doctype, doc.name, "Approve")
	with acting_as(second), refused(SelfApprovalError):
		approval.decide(doc.doctype, doc.name, "Approve")
	with acting_as(staffed.head):
		assert approval.decide(doc.doctype, doc.name, "Approve").docstatus == 1


def test_what_is_asked_for_is_not_changed(staffed):
	doc = staffed.draft()
	with acting_as(staffed.accountant):
		doc = approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
		doc.expense_lines[0].amount = 2_000_000
		with refused(frappe.ValidationError):
			doc.save()


def test_no_other_road_confirms_a_budget(place):
	doc = place.draft()
	for user in (place.accountant, place.head):
		with acting_as(user):
			again = frappe.get_doc(doc.doctype, doc.name)
			with refused(frappe.PermissionError):
				again.submit()
			again = frappe.get_doc(doc.doctype, doc.name)
			again.confirmed_on = "2026-01-01"
			with refused(frappe.ValidationError):
				again.save()


def test_a_confirmed_budget_is_not_cancelled_or_deleted(place):
	doc = place.approve(place.draft())
	with acting_as(place.head), refused(frappe.PermissionError):
		doc.cancel()
	with acting_as(place.accountant), pytest.raises(frappe.ValidationError):
		frappe.delete_doc(doc.doctype, doc.name)
	assert place.left("131") == 1_000_000


def test_a_draft_may_be_deleted(place):
	doc = place.draft()
	with acting_as(place.accountant):
		frappe.delete_doc(doc.doctype, doc.name)
	assert place.draft().name == doc.name


def test_the_board_meets_after_the_committee(place):
	"""제10조①; the minutes may be registered after the approval."""
	doc = place.approve(place.draft())
	with acting_as(place.accountant):
		doc.reload()
		doc.committee_date, doc.board_date = "2025-12-20", "2025-12-19"
		with refused(frappe.ValidationError, "2025-12-19"):
			doc.save()
		doc.reload()
		doc.committee_date, doc.board_date = "2025-12-19", "2025-12-20"
		doc.save()
	other = Place()
	with refused(frappe.ValidationError, "2025-12-19"):
		other.draft(committee_date="2025-12-20", board_date="2025-12-19")


def supplement(place: Place, base):
	with acting_as(place.accountant):
		return frappe.get_doc("Facility Budget", api.make_supplementary(base.name))


def test_a_supplement_starts_from_the_last_version_and_replaces_it(place):
	base = place.approve(
		place.draft(
			place.line("Revenue", "313"),
			place.line("Expense", "131", 600_000),
			place.line("Expense", "132", 400_000),
		)
	)
	ledger.reserve([(place.key("131"), 150_000)])
	doc = supplement(place, base)
	assert (doc.name, doc.title, doc.version) == (f"{place.year}-1", "2026년 시설회계 제1차 추가경정예산", 1)
	assert [(line.amount, line.previous_amount) for line in doc.expense_lines] == [
		(600_000, 600_000),
		(400_000, 400_000),
	]
	with acting_as(place.accountant):
		doc.revenue_lines[0].amount = 1_200_000
		doc.expense_lines[0].amount = 200_000
		doc.append(
			"expense_lines",
			{
				**doc.expense_lines[1].as_dict(),
				"name": None,
				"account_subject": f"{place.facility}-E-133",
				"amount": 600_000,
			},
		)
		doc.save()
	assert place.left("131") == 450_000, "until it is confirmed, the budget before it stays in force"
	place.approve(doc)
	assert [place.left(code) for code in ("131", "132", "133")] == [50_000, 400_000, 600_000]
	third = supplement(place, frappe.get_doc("Facility Budget", doc.name))
	assert third.version == 2


def test_a_supplement_does_not_go_below_what_is_spent_or_reserved(place):
	base = place.approve(place.draft())
	ledger.reserve([(place.key("131"), 300_000)])
	doc = supplement(place, base)
	with acting_as(place.accountant):
		for table in ("revenue_lines", "expense_lines"):
			doc.get(table)[0].amount = 299_999
		doc.update(factory.meetings(doc, frappe.utils.nowdate())).save()
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
	with acting_as(place.director):
		approval.decide(doc.doctype, doc.name, "Approve")
	frappe.db.savepoint("before_confirmation")
	with acting_as(place.head), refused(BudgetExceededError, "여비", "300,000", "700,001"):
		approval.decide(doc.doctype, doc.name, "Approve")
	frappe.db.rollback(save_point="before_confirmation")
	assert place.left("131") == 700_000


def test_money_moves_between_the_semok_of_a_mok_whatever_is_spent(place):
	"""The 목 is what is controlled: shifting between its 세목 leaves it as it is."""
	semok = [api.add_subject(f"{place.facility}-E-132", name)["name"] for name in ("사무용품비", "수수료")]
	base = place.approve(
		place.draft(place.line("Revenue", "313"), place.line("Expense", "132", account_subject=semok[0]))
	)
	ledger.reserve([(place.key("132")._replace(account_subject=semok[0]), 900_000)])
	doc = supplement(place, base)
	with acting_as(place.accountant):
		doc.expense_lines[0].account_subject = semok[1]
		doc.save()
	place.approve(doc)
	assert place.left("132") == 100_000


def test_versions_follow_one_another(place):
	base = place.draft()
	with acting_as(place.accountant):
		with refused(frappe.ValidationError, "본예산"):
			api.make_supplementary(base.name)
		with refused(frappe.ValidationError, "본예산"):
			factory.budget(place.facility, YEAR, [place.line("Revenue", "313")])
	base = place.approve(base)
	supplement(place, base)
	with acting_as(place.accountant), refused(frappe.ValidationError, "제1차"):
		api.make_supplementary(base.name)


def test_a_closed_year_takes_no_budget(place):
	base = place.approve(place.draft())
	frappe.db.set_value("Accounting Year", place.year, "status", "Closed")
	with acting_as(place.accountant), refused(ClosedPeriodError, "2026"):
		api.make_supplementary(base.name)


def test_the_year_of_another_facility_is_refused(place):
	other = Place()
	with acting_as(place.accountant):
		doc = frappe.get_doc(
			{"doctype": "Facility Budget", "facility": place.facility, "accounting_year": other.year}
		)
		with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			doc.insert()
		with refused(FacilityAccessError):
			api.defaults(other.facility)


def test_a_line_repeated_in_everything_is_refused(place):
	with refused(frappe.ValidationError, "세출 2행", "1"):
		place.draft(
			place.line("Revenue", "313"),
			place.line("Expense", "131", 500_000),
			place.line("Expense", "131", 500_000),
		)
	doc = place.draft(
		place.line("Revenue", "313"),
		place.line("Expense", "131", 500_000, description="시내"),
		place.line("Expense", "131", 500_000, description="시외"),
	)
	assert doc.expense_total == 1_000_000


def test_a_large_budget_is_checked_with_few_queries(place):
	"""A hundred lines more ask the database for no more masters than ten."""

	def queries_for(count: int) -> int:
		lines = [place.line("Expense", "131", 1_000 + i, description=str(i)) for i in range(count)]
		doc = frappe.get_doc(
			{
				"doctype": "Facility Budget",
				"facility": place.facility,
				"accounting_year": place.year,
				"accounting_unit": "Facility",
			}
		)
		for line in lines:
			doc.append("expense_lines", {**line, "program": f"{place.facility}-공통(운영)"})
		before = frappe.db.sql("show session status like 'Questions'")[0][1]
		doc.validate_content()
		return int(frappe.db.sql("show session status like 'Questions'")[0][1]) - int(before)

	queries_for(10)  # what is read once and kept
	assert queries_for(110) == queries_for(10)


def test_resolutions_live_on_a_budget_approved_here(place):
	"""The budget that this area approves is the one that the ledger controls."""
	place.approve(place.draft())
	ledger.reserve([(place.key("131"), 1_000_000)])
	with refused(BudgetExceededError, "여비"):
		ledger.reserve([(place.key("131"), 1)])


def next_year(place: Place, *lines: dict, **kw):
	with acting_as(place.accountant):
		return factory.budget(place.facility, YEAR + 1, list(lines), **kw)


def test_a_new_year_starts_from_the_last_version_of_the_year_before(place):
	"""새 연도는 전년도 최종 차수를 불러와 시작 (workflows.md §1)."""
	base = place.approve(
		place.draft(
			place.line("Revenue", "313"),
			place.line("Expense", "131", 600_000),
			place.line("Expense", "132", 400_000),
		)
	)
	doc = supplement(place, base)
	with acting_as(place.accountant):
		doc.expense_lines[0].amount, doc.expense_lines[1].amount = 700_000, 300_000
		doc.save()
	final = place.approve(doc)
	frappe.db.set_value("Account Subject", f"{place.facility}-E-132", "is_active", 0)
	year = factory.books(place.facility, YEAR + 1)
	with acting_as(place.accountant):
		lines = api.last_years_lines(year)
		assert [(line["amount"], line["previous_amount"]) for line in lines["expense_lines"]] == [
			(700_000, 700_000)
		], "what is no longer in use stays behind"
		lines["expense_lines"][0]["amount"] = 1_000_000
		doc = frappe.get_doc(
			{"doctype": "Facility Budget", "facility": place.facility, "accounting_year": year, **lines}
		).insert()
	assert (doc.name, doc.base_budget) == (f"{year}-0", final.name)
	assert doc.expense_lines[0].previous_amount == 700_000
	assert (doc.previous_revenue, doc.previous_expense) == (1_000_000, 1_000_000)
	rows = {(row["level"], row["subject_name"]): row for row in api.comparison(doc.name)}
	assert [rows["Mok", name]["change"] for name in ("여비", "수용비 및 수수료")] == [300_000, -300_000]
	assert (rows["Gwan", "사무비"]["previous"], rows["Gwan", "사무비"]["change"]) == (1_000_000, 0)
	assert verify(place.facility) == []


def test_what_a_line_had_before_is_reckoned_and_not_typed(place):
	place.approve(
		place.draft(
			place.line("Revenue", "313"),
			place.line("Expense", "131", 600_000, description="시내"),
			place.line("Expense", "131", 400_000, description="시외"),
		)
	)
	doc = next_year(
		place,
		place.line("Revenue", "313", previous_amount=7),
		place.line("Expense", "131", 900_000, description="시내"),
		place.line("Expense", "131", 100_000, description="시외"),
	)
	assert [line.previous_amount for line in doc.expense_lines] == [1_000_000, 0]
	assert doc.revenue_lines[0].previous_amount == 1_000_000
	with acting_as(place.accountant):
		doc.expense_lines[0].previous_amount, doc.expense_lines[1].previous_amount = 600_000, 400_000
		doc.save()
	assert [line.previous_amount for line in doc.expense_lines] == [600_000, 400_000], "what adds up stays"


def test_the_first_year_has_nothing_to_start_from(place):
	with acting_as(place.accountant), refused(frappe.ValidationError, "전년도"):
		api.last_years_lines(place.year)
	assert api.comparison(place.draft().name)[0]["previous"] == 0


def test_b4_a_budget_takes_effect_once_its_meetings_are_on_record(staffed):
	"""제10조①: 법인이 운영하는 시설은 운영위원회 보고 후 이사회 의결."""
	doc = staffed.draft()
	with acting_as(staffed.accountant):
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
	for approver in (staffed.director, staffed.head):
		with acting_as(approver):
			doc = approval.decide(doc.doctype, doc.name, "Approve")
	assert (doc.workflow_state, doc.stage, staffed.left("131")) == ("Waiting Meetings", IN_APPROVAL, 0)
	with acting_as(staffed.head), refused(EvidenceMissingError, "운영위원회", "이사회"):
		approval.decide(doc.doctype, doc.name, "Put into Effect")
	with acting_as(staffed.accountant):
		doc = frappe.get_doc(doc.doctype, doc.name)
		doc.update({"committee_date": "2026-11-20", "committee_minutes": factory.minutes(doc)}).save()
	with acting_as(staffed.head), refused(EvidenceMissingError, "이사회 의결일, 이사회 회의록"):
		approval.decide(doc.doctype, doc.name, "Put into Effect")
	with acting_as(staffed.accountant):
		doc = frappe.get_doc(doc.doctype, doc.name)
		doc.update({"board_date": "2026-11-20", "board_minutes": factory.minutes(doc)}).save()
	with acting_as(staffed.head):
		doc = approval.decide(doc.doctype, doc.name, "Put into Effect")
	assert (doc.docstatus, staffed.left("131")) == (1, 1_000_000)
	assert [step["to_state"] for step in steps.of(doc.doctype, doc.name)][-2:] == [
		"Waiting Meetings",
		"Approved",
	]


@pytest.mark.parametrize(
	("kw", "fields"),
	[
		({"operated_by": "Individual", "capacity": 20}, ("committee_date", "committee_minutes")),
		({"operated_by": "Government"}, ("committee_date", "committee_minutes")),
	],
)
def test_b4_a_facility_of_no_corporation_tells_its_committee(kw, fields):
	"""B10: small facilities, too, confirm their budget with the committee; they hand in fewer papers."""
	place = Place(**kw)
	doc = place.draft()
	meetings = factory.meetings(doc, "2026-11-20")
	with acting_as(place.accountant):
		doc = doc.update({field: meetings[field] for field in fields}).save()
	assert place.approve(doc).docstatus == 1
	assert not doc.meetings_open


def confirmed_supplement(place: Place, **kw):
	doc = supplement(place, place.approve(place.draft()))
	doc = place.approve(doc)
	assert str(doc.submission_due) == str(frappe.utils.add_days(frappe.utils.nowdate(), 7)), "C3"
	with acting_as(place.accountant):
		return frappe.get_doc(doc.doctype, doc.name).update(kw)


def register(place: Place, doc, **values):
	with acting_as(place.accountant):
		return frappe.get_doc(doc.doctype, doc.name).update(values).save()


def test_b5_b8_c3_submission_and_publication_are_followed_up(place):
	today = frappe.utils.nowdate()
	doc = confirmed_supplement(place)
	assert doc.standing == "To Be Submitted"
	with refused(EvidenceMissingError, "예산총칙", "임직원 보수 일람표"):
		register(place, doc, submitted_on=today)
	paper = factory.minutes(doc)
	doc = register(place, doc, submitted_on=today, general_provisions=paper, pay_list=paper)
	assert doc.standing == "Submitted"
	with refused(frappe.MandatoryError, "19일", "20일"):
		register(place, doc, published_from=today, published_to=frappe.utils.add_days(today, 18))
	doc = register(place, doc, published_from=today, published_to=frappe.utils.add_days(today, 19))
	assert doc.standing == "Being Published"
	with refused(frappe.ValidationError, "종료일"):
		register(place, doc, published_to=frappe.utils.add_days(today, -1))


def test_b5_a_late_submission_needs_a_reason(place):
	doc = place.approve(place.draft())
	assert str(doc.submission_due) == "2025-12-27"
	paper = factory.minutes(doc)
	values = {
		"general_provisions": paper,
		"pay_list": paper,
		"submitted_on": frappe.utils.nowdate(),
	}
	with refused(frappe.MandatoryError, "2025-12-27"):
		register(place, doc, **values)
	assert register(place, doc, **values, deviation_reason="이사회 개최 지연").standing == "Submitted"
	with refused(frappe.ValidationError, "확정일"):
		register(place, doc, submitted_on="2025-12-01")


def test_b10_a_small_facility_hands_in_its_minutes_only():
	place = Place(operated_by="Individual", capacity=20)
	doc = confirmed_supplement(place, submitted_on=frappe.utils.nowdate())
	with acting_as(place.accountant):
		assert doc.save().standing == "Submitted"


def test_minutes_stay_private_and_are_kept_once(place):
	"""The framework makes a record of every attached file; the one of a private file is private."""
	doc = place.draft()
	doc = place.told(doc)
	place.approve(doc)
	files = frappe.get_all(
		"File", {"attached_to_name": doc.name}, ["file_url", "is_private", "attached_to_field"]
	)
	assert {file.file_url for file in files} == {doc.committee_minutes}
	assert all(file.is_private for file in files)
	fields = [file.attached_to_field for file in files if file.attached_to_field]
	assert sorted(fields) == ["board_minutes", "committee_minutes"]

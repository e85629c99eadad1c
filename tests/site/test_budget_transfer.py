"""과목전용: how far it goes decides who has a say (C6, C7), what never moves (C8), and that the won move exactly."""

import factory
import frappe
import house
import pytest
from budget_place import LINES, Place
from factory import acting_as
from refusals import refused

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.errors import BudgetExceededError, ClosedPeriodError, EvidenceMissingError
from huimang.ledger import budget as ledger
from huimang.ledger.verify import verify


def people(place: Place) -> tuple[str, ...]:
	return (place.accountant, place.director, place.head)


built, clean_slate, place = house.once(Place, people)


def test_c6_within_a_hang_the_head_decides(place):
	doc = place.draft(place.line("131", "132", 300_000))
	assert doc.name == f"{place.year}-T1"
	assert (doc.title, doc.scope, doc.meetings_needed) == (
		"2026년 시설회계 제1차 과목전용",
		"Within Hang",
		0,
	)
	doc = place.decide(place.ask(doc), place.director, place.head)
	assert (doc.stage, str(doc.approved_on), doc.total_amount) == (APPROVED, frappe.utils.nowdate(), 300_000)
	assert (place.left("131"), place.left("132")) == (700_000, 1_300_000)
	assert verify(place.facility) == []


@pytest.mark.parametrize(("target", "scope"), [("111", "Between Hang"), ("211", "Between Gwan")])
def test_c7_further_moves_wait_for_committee_and_board(place, target, scope):
	doc = place.ask(place.draft(place.line("131", target, 300_000)))
	assert (doc.scope, doc.meetings_needed) == (scope, 1)
	doc = place.decide(doc, place.director, place.head)
	assert (doc.stage, doc.workflow_state) == (IN_APPROVAL, "Waiting Meetings")
	assert place.left("131") == 1_000_000
	with acting_as(place.head), refused(EvidenceMissingError, "운영위원회", "이사회"):
		approval.decide(doc.doctype, doc.name, "Put into Effect")
	minutes = factory.minutes(doc)
	place.register(doc, committee_date="2026-11-20", committee_minutes=minutes)
	with acting_as(place.head), refused(EvidenceMissingError, "이사회 의결일"):
		approval.decide(doc.doctype, doc.name, "Put into Effect")
	with refused(frappe.ValidationError, "2026-11-19"):
		place.register(doc, board_date="2026-11-19", board_minutes=minutes)
	place.register(doc, board_date="2026-11-20", board_minutes=minutes)
	doc = place.decide(doc, place.head, action="Put into Effect")
	assert doc.stage == APPROVED
	assert place.left("131") == 700_000
	assert place.left(target) == LINES[target] + 300_000
	assert verify(place.facility) == []
	with refused(frappe.ValidationError, "지울 수 없습니다"):
		place.register(doc, board_minutes=None)


def test_c7_meetings_that_were_held_before_need_no_waiting(place):
	doc = place.draft(place.line("131", "211", 300_000))
	doc = place.register(doc, **factory.meetings(doc, "2026-11-20"))
	assert place.decide(place.ask(doc), place.director, place.head).stage == APPROVED


def test_c7_a_facility_of_no_corporation_needs_its_committee_only():
	place = Place(operated_by="Individual", capacity=21)
	doc = place.ask(place.draft(place.line("131", "211", 300_000)))
	doc = place.decide(doc, place.director, place.head)
	place.register(doc, committee_date="2026-11-20", committee_minutes=factory.minutes(doc))
	assert place.decide(doc, place.head, action="Put into Effect").stage == APPROVED


def test_c7_small_facilities_are_spared_the_meetings():
	"""제16조① 단서: 20명 이하, 법인·국가·지자체가 아닌 자가 운영."""
	place = Place(operated_by="Individual", capacity=20)
	doc = place.ask(place.draft(place.line("131", "211", 300_000)))
	assert (doc.scope, doc.meetings_needed) == ("Between Gwan", 0)
	assert place.decide(doc, place.director, place.head).stage == APPROVED


@pytest.mark.parametrize(
	("barred", "kind", "word"),
	[
		("132", "Cut in Deliberation", "삭감"),
		("H13", "Cut in Deliberation", "삭감"),
		("G01", "Restricted by General Provisions", "예산총칙"),
	],
)
def test_c8_nothing_moves_to_what_is_barred(barred, kind, word):
	place = Place(bars=((barred, kind),))
	doc = place.draft(place.line("211", "132", 300_000), place.line("131", "211", 1))
	with refused(frappe.ValidationError, "1행", word):
		place.ask(doc)
	assert place.ask(place.draft(place.line("132", "211", 300_000))), "a barred subject may still give"


def test_c8_a_bar_registered_meanwhile_counts(place):
	doc = place.ask(place.draft(place.line("131", "132", 300_000)))
	doc = place.decide(doc, place.director)
	place.register(
		frappe.get_doc("Facility Budget", place.budget.name),
		transfer_bars=[{"account_subject": place.subject("132"), "kind": "Cut in Deliberation"}],
	)
	with acting_as(place.head), refused(frappe.ValidationError, "삭감"):
		approval.decide(doc.doctype, doc.name, "Approve")
	assert place.left("131") == 1_000_000


def test_c8_bars_are_not_taken_off_a_confirmed_budget():
	place = Place(bars=(("132", "Cut in Deliberation"),))
	with refused(frappe.ValidationError, "전용 제한"):
		place.register(frappe.get_doc("Facility Budget", place.budget.name), transfer_bars=[])


def test_no_more_moves_than_is_left(place):
	ledger.reserve([(place.key("131"), 800_000)])
	with refused(BudgetExceededError, "여비", "200,000"):
		place.ask(place.draft(place.line("131", "132", 200_001)))
	doc = place.ask(place.draft(place.line("131", "132", 200_000)))
	place.decide(doc, place.director)
	ledger.reserve([(place.key("131"), 1)])
	with acting_as(place.head), refused(BudgetExceededError, "여비"):
		approval.decide(doc.doctype, doc.name, "Approve")


def test_lines_of_one_subject_draw_on_the_same_money(place):
	with refused(frappe.ValidationError, "2행", "1,000,000"):
		place.ask(place.draft(place.line("131", "132", 600_000), place.line("131", "111", 400_001)))


@pytest.mark.parametrize(
	("change", "part"),
	[
		({"amount": 0}, "0원보다"),
		({"to_subject": "131"}, "같습니다"),
		({"to_subject": "H11"}, "세출 목이나 세목"),
		({"from_subject": "711"}, "예비비"),
		({"to_fund_source": "보조금"}, "자금원천"),
	],
)
def test_wrong_lines_are_refused_in_a_draft(place, change, part):
	line = place.line("131", "132", 1_000)
	for field, value in change.items():
		if field.endswith("subject"):
			value = place.subject(value)
		line[field] = place.fund(value) if field.endswith("source") else value
	with refused(frappe.ValidationError, "1행", part):
		place.draft(line)


def test_another_facilitys_subject_is_refused(place):
	other = Place()
	with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
		place.draft(place.line("131", "132", 1_000, to_subject=other.subject("132")))


def test_a_transfer_is_undone_while_the_money_is_there(place):
	doc = place.decide(place.ask(place.draft(place.line("131", "132", 300_000))), place.director, place.head)
	ledger.reserve([(place.key("132"), 1_000_001)])
	with acting_as(place.head), refused(BudgetExceededError, "수용비"):
		approval.decide(doc.doctype, doc.name, "Cancel Resolution", "잘못 옮김")
	ledger.release([(place.key("132"), 1)])
	with acting_as(place.head):
		doc = approval.decide(doc.doctype, doc.name, "Cancel Resolution", "잘못 옮김")
	assert (doc.docstatus, str(doc.cancelled_on)) == (2, frappe.utils.nowdate())
	assert (place.left("131"), place.left("132")) == (1_000_000, 0)
	ledger.release([(place.key("132"), 1_000_000)])
	assert verify(place.facility) == []


def test_a_closed_month_takes_no_transfer(place):
	frappe.db.set_value("Accounting Year", place.year, "closed_through", "2026-10-31")
	with refused(ClosedPeriodError):
		place.ask(place.draft(place.line("131", "132", 1), transfer_date="2026-10-31"))
	with refused(ClosedPeriodError):
		place.ask(place.draft(place.line("131", "132", 1), transfer_date="2027-01-01"))


def test_a_transfer_survives_a_supplementary_budget(place):
	"""추경은 전용액을 불러오지 않고, 전용은 예산현액에 남는다 (workflows.md §5, C2)."""
	place.decide(place.ask(place.draft(place.line("131", "132", 300_000))), place.director, place.head)
	with acting_as(place.accountant):
		doc = factory.supplementary(place.budget)
		assert {line.account_subject: line.amount for line in doc.expense_lines}[
			place.subject("131")
		] == 1_000_000
		next(
			line for line in doc.expense_lines if line.account_subject == place.subject("131")
		).amount = 1_500_000
		doc.revenue_lines[0].amount += 500_000
		doc.save()
	factory.approve(doc)
	assert (place.left("131"), place.left("132")) == (1_200_000, 1_300_000)
	assert verify(place.facility) == []


def test_transfers_are_numbered_within_their_year(place):
	assert [place.draft(place.line("131", "132", 1)).transfer_no for _ in range(2)] == [1, 2]


def test_money_moves_between_semok_as_they_are_budgeted(place):
	"""A 세목 gives no more than it was given itself, though its 목 has more."""
	with acting_as(place.accountant):
		semok = [
			frappe.get_doc(
				{
					"doctype": "Account Subject",
					"facility": place.facility,
					"parent_subject": place.subject("131"),
					"subject_name": name,
				}
			)
			.insert()
			.name
			for name in ("시내", "시외")
		]
	doc = place.draft(place.line("131", "131", 400_000, to_subject=semok[0]))
	place.decide(place.ask(doc), place.director, place.head)
	assert place.left("131") == 1_000_000
	with refused(frappe.ValidationError, "400,000"):
		place.ask(place.draft(place.line("131", "132", 400_001, from_subject=semok[0])))
	doc = place.draft(place.line("131", "132", 400_000, from_subject=semok[0], to_subject=semok[1]))
	assert place.decide(place.ask(doc), place.director, place.head).scope == "Within Hang"
	assert verify(place.facility) == []


def test_whoever_decides_sees_what_both_ends_have_left(place):
	doc = place.ask(place.draft(place.line("131", "132", 300_000), place.line("131", "111", 100_000)))
	assert doc.approval_amount == 400_000
	rows = {row["label"].split(" · ")[0].split(" / ")[-1]: row for row in doc.budget_at_a_glance()}
	assert {name: (row["left"], row["left_after"]) for name, row in rows.items()} == {
		"여비": (1_000_000, 600_000),
		"수용비 및 수수료": (1_000_000, 1_300_000),
		"급여": (5_000_000, 5_100_000),
	}


def test_what_a_transfer_costs(place):
	"""Ten lines ask the database for no more than one: masters, bars and budget are read at once."""

	def statements(count: int) -> int:
		lines = [place.line("131", "132", 1_000 + i) for i in range(count)]
		doc = place.draft(*lines)
		before = _questions()
		with acting_as(place.accountant):
			approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
		return _questions() - before

	statements(1)  # caches
	assert statements(10) == statements(1) <= 30


def _questions() -> int:
	return int(frappe.db.sql("show session status like 'Questions'")[0][1])


def test_the_head_who_approved_puts_it_into_effect_though_there_is_another(place):
	"""What stands between is not theirs: committee and board have had their say."""
	other = place._appoint("Facility Head")
	doc = place.decide(place.ask(place.draft(place.line("131", "211", 1))), place.director, place.head)
	place.register(doc, **factory.meetings(doc, "2026-11-20"))
	assert place.decide(doc, place.head, action="Put into Effect").stage == APPROVED
	doc = place.decide(place.ask(place.draft(place.line("131", "211", 1))), place.director, place.head)
	place.register(doc, **factory.meetings(doc, "2026-11-20"))
	assert place.decide(doc, other, action="Put into Effect").stage == APPROVED

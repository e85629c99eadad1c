"""Uses of cards are looked at when they arrive; what is found is found once, explained by its holder, decided on by the head."""

import factory
import frappe
import house
import monitoring_house
import pytest
import subsidy_house
from counting import at_most
from monitoring_house import found, use
from refusals import refused

from huimang.errors import FacilityAccessError, SelfApprovalError
from huimang.monitoring import findings, watch
from huimang.monitoring.findings import ACCEPTED, EXPLAINED, NOT_ACCEPTED, OPEN, RESOLVED

TAG = "monitoring"
PEOPLE = [f"{who}-{TAG}@example.com" for who in ("accountant", "director", "head", "holder", "auditor")]
built, clean_slate, watched = house.once(lambda: monitoring_house.build("가온시 나래구", TAG), PEOPLE)


@pytest.fixture(autouse=True)
def today(monkeypatch):
	for module in ("facts", "spending", "findings", "board", "watch"):
		monkeypatch.setattr(
			f"huimang.monitoring.{module}.getdate", lambda *_: frappe.utils.getdate("2026-11-18")
		)


def finding(reference):
	return frappe.get_doc("Monitoring Finding", {"reference_name": reference.name})


def told(user: str) -> list[str]:
	return frappe.get_all(
		"Notification Log", {"for_user": user, "document_type": "Monitoring Finding"}, pluck="subject"
	)


def test_an_ordinary_use_draws_no_attention(watched):
	assert found(use(watched)) == {}


def test_c2_saturday_night_is_found_when_it_arrives_and_told_to_holder_and_head(watched):
	late = use(watched, "2026-11-14 23:40:00", 58_000)
	assert found(late) == {"심야 사용": OPEN, "휴일 사용": OPEN}
	assert told(watched.holder) and told(watched.home.accountant)
	assert told(watched.home.head) == ["심야 사용: 심야(23:40)에 사용했습니다."]
	assert not told(watched.officer)


def test_a_restricted_trade_is_told_to_the_city(watched):
	bar = use(watched, merchant_category="유흥주점")
	assert found(bar) == {"제한업종 사용": OPEN}
	assert len(told(watched.officer)) == 1


def test_a_rule_finds_once_however_often_it_looks(watched):
	late = use(watched, "2026-11-14 23:40:00")
	for _again in range(3):
		assert watch.look_at_uses([late.name]) == []
	assert len(found(late)) == 2
	assert len(told(watched.home.head)) == 1


def test_c3_the_last_of_several_small_uses_is_a_split(watched):
	uses = [use(watched, f"2026-11-18 12:0{at}:00", 30_000) for at in range(3)]
	assert [found(one) for one in uses] == [{}, {}, {"분할결제 의심": OPEN}]


def test_an_earlier_use_that_arrives_late_counts(watched):
	uses = [use(watched, f"2026-11-18 12:0{at}:00", 30_000) for at in (2, 1, 0)]
	assert found(uses[0]) == {"분할결제 의심": OPEN}


def test_c4_what_is_cancelled_is_closed_by_itself(watched):
	late = use(watched, "2026-11-17 23:40:00", 100_000)
	assert found(late) == {"심야 사용": OPEN}
	use(
		watched,
		"2026-11-18 10:00:00",
		100_000,
		kind="Cancellation",
		approval_no=late.approval_no,
	)
	assert found(late) == {"심야 사용": RESOLVED}


def test_limits_of_the_card(watched):
	frappe.db.set_value("Corporate Card", watched.card, {"limit_per_use": 29_999, "limit_per_month": 29_999})
	assert found(use(watched)) == {"건당 한도 초과": OPEN, "월 한도 초과": OPEN}


def test_evidence_is_late_after_a_week_and_no_longer_once_it_is_there(watched):
	old = use(watched, "2026-11-10 12:00:00")
	assert found(old) == {"증빙 지연": OPEN}
	resolution = watched.home.expense(watched.home.line(30_000))
	frappe.db.set_value(
		"Card Transaction",
		old.name,
		{"expense_resolution": resolution.name, "status": "Evidenced", "receipt": "/private/files/r.jpg"},
	)
	watch.look_again(watched.facility)
	assert found(old) == {"증빙 지연": RESOLVED}


def test_money_of_another_source(watched):
	resolution = watched.home.expense(
		watched.home.line(30_000, fund_source=watched.home.own), bank_account=watched.home.operating_bank
	)
	one = use(watched)
	frappe.db.set_value("Card Transaction", one.name, "expense_resolution", resolution.name)
	watch.look_at_uses([one.name])
	assert found(one) == {"보조금 카드와 재원 불일치": OPEN}


def test_rules_are_the_operators(watched):
	frappe.db.set_value("Card Rule", "심야 사용", "jurisdiction", "다른시")
	frappe.db.set_value("Card Rule", "휴일 사용", "enabled", 0)
	frappe.get_doc(
		{"doctype": "Card Rule", "title": "주류", "check_kind": "Restricted Trade", "words": "호프\n포차"}
	).insert()
	assert found(use(watched, "2026-11-14 23:40:00", merchant_category="호프집")) == {"주류": OPEN}


def test_the_holder_explains_and_the_head_decides(watched):
	doc = finding(use(watched, "2026-11-17 23:40:00"))
	with factory.acting_as(watched.holder):
		findings.explain(doc.name, "야간 응급 이송 때문에 사용했습니다.")
	assert len(told(watched.home.head)) == 2
	with factory.acting_as(watched.home.head):
		findings.decide(doc.name, ACCEPTED)
	doc.reload()
	assert doc.status == ACCEPTED
	assert [(step.step, step.user) for step in doc.steps] == [
		("Found", None),
		(EXPLAINED, watched.holder),
		(ACCEPTED, watched.home.head),
	]
	with factory.acting_as(watched.holder), refused(frappe.ValidationError):
		findings.explain(doc.name, "다시")
	# what is decided on stays decided, whatever is found again
	watch.look_at_uses([doc.reference_name])
	assert frappe.db.get_value(doc.doctype, doc.name, "status") == ACCEPTED


def test_asked_again_and_not_accepted(watched):
	doc = finding(use(watched, "2026-11-17 23:40:00"))
	with factory.acting_as(watched.home.head):
		with refused(frappe.ValidationError):
			findings.decide(doc.name, ACCEPTED)
		findings.decide(doc.name, "Asked Again", "누구와 식사했습니까?")
	with factory.acting_as(watched.home.accountant):
		findings.explain(doc.name, "개인 식사였습니다.")
	with factory.acting_as(watched.home.head):
		findings.decide(doc.name, NOT_ACCEPTED, "여입하여 주십시오.")
	assert frappe.db.get_value(doc.doctype, doc.name, "status") == NOT_ACCEPTED


def test_nobody_else_explains_or_decides(watched):
	doc = finding(use(watched, "2026-11-17 23:40:00"))
	for user in (watched.auditor, watched.officer, watched.home.director):
		with factory.acting_as(user), refused(FacilityAccessError):
			findings.explain(doc.name, "모릅니다.")
	for user in (
		watched.auditor,
		watched.officer,
		watched.home.accountant,
		watched.home.director,
		watched.holder,
	):
		with factory.acting_as(user), refused(SelfApprovalError):
			findings.decide(doc.name, ACCEPTED, "좋습니다.")


def test_what_the_head_used_the_office_director_decides_on(watched):
	frappe.db.set_value("Corporate Card", watched.card, "holder", watched.home.head)
	doc = finding(use(watched, "2026-11-17 23:40:00"))
	with factory.acting_as(watched.home.head), refused(SelfApprovalError):
		findings.decide(doc.name, ACCEPTED, "좋습니다.")
	with factory.acting_as(watched.home.director):
		findings.decide(doc.name, NOT_ACCEPTED, "업무와 무관합니다.")


def test_a_finding_is_not_written_by_hand(watched):
	doc = finding(use(watched, "2026-11-17 23:40:00"))
	with factory.acting_as(watched.home.head), refused(FacilityAccessError):
		doc.update({"status": ACCEPTED}).save()


def test_the_holder_reaches_their_own_and_a_colleague_none(watched):
	doc = finding(use(watched, "2026-11-17 23:40:00"))
	with factory.acting_as(watched.holder):
		assert frappe.get_list(doc.doctype, pluck="name") == [doc.name]
	other = factory.make_user("other-monitoring@example.com", watched.facility, ["Social Worker"])
	with factory.acting_as(other):
		assert frappe.get_list(doc.doctype, pluck="name") == []


def test_resolutions_and_grants_are_looked_at_every_night(watched):
	home = watched.home
	papers = [{"evidence_type": "Simple Receipt", "document_no": "A-1", "issued_on": "2026-11-17"}]
	asked = [home.expense(home.line(40_000), evidence=papers) for _twice in range(2)]
	for doc in asked:
		frappe.db.set_value(doc.doctype, doc.name, "stage", "In Approval")
	frappe.db.set_value(asked[0].doctype, asked[0].name, "creation", "2026-11-17 09:00:00")
	grant = subsidy_house.granted(home, end_date="2026-12-01", payment_until=None)
	watch.look_again(watched.facility)
	assert found(asked[0]) == {"간이영수증만 첨부": OPEN}
	assert found(asked[1]) == {"간이영수증만 첨부": OPEN, "증빙 번호 중복": OPEN}
	assert found(grant) == {"보조금 집행 부진": OPEN}


def test_looking_does_not_cost_more_queries_for_more_uses(watched):
	few = [use(watched, "2026-11-17 12:00:00", 1_000 + at).name for at in range(2)]
	with at_most(20) as before:
		watch.look_at_uses(few)
	many = [
		use(watched, "2026-11-17 13:00:00", 2_000 + at, merchant_name=f"가게 {at}").name for at in range(8)
	]
	with at_most(20) as after:
		watch.look_at_uses(many)
	assert len(after) <= len(before)

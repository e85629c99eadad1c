"""보조금: a grant from its application to its last won, watched as it is spent (지방보조금법 제13조)."""

import factory
import frappe
import house
import pytest
import subsidy_house as subsidy
from factory import acting_as, approve, settle
from paper_helpers import pages, plain
from refusals import refused
from subsidy_house import budgeted, granted, line, part, receive, told

from huimang.approval import service
from huimang.ledger import verify
from huimang.printing import service as printing
from huimang.resolutions import requests
from huimang.subsidy import assist, grants, queries

REST = ("reserved_amount", "spent_amount", "left_amount")


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


@pytest.fixture
def grant(home):
	return granted(home)


def spend(home, *lines, **kw):
	return home.expense(*lines, **{"evidence_waiver_reason": "시험", **kw})


def ask(doc):
	with acting_as(doc.owner):
		return service.move_to(doc.doctype, doc.name, "In Approval")


def cancel(home, doc):
	with acting_as(home.head):
		return service.decide(doc.doctype, doc.name, "Cancel Resolution", "착오")


def sound(home) -> bool:
	return not queries.differences(home.facility) and not verify.verify(home.facility)


def status(grant) -> str:
	return frappe.db.get_value("Subsidy Grant", grant.name, "status")


def test_a_grant_is_applied_for_and_granted(home):
	"""교부신청 → 교부결정: what the letter says holds, and every step is on record with its document."""
	doc = approve(subsidy.draft(home))
	assert (status(doc), doc.name) == ("Applied", f"{home.year}-G{doc.grant_no}")
	with acting_as(home.accountant):
		notice = {"decided_on": "2026-01-05", "document_no": "복지과-7", "end_date": "2026-11-30"}
		grants.decide(doc.name, {**notice, "shares": {"District Funds": 390_000}})
	doc = frappe.get_doc("Subsidy Grant", doc.name)
	assert (doc.status, str(doc.end_date), doc.decision_no) == ("Granted", "2026-11-30", "복지과-7")
	assert (doc.subsidy_amount, doc.own_amount, doc.total_amount, doc.left_amount) == (
		600_000,
		100_000,
		700_000,
		700_000,
	)
	assert [(row.step, row.document_no) for row in doc.steps] == [("Applied", ""), ("Granted", "복지과-7")]
	with refused(frappe.ValidationError, "단계"), acting_as(home.accountant):
		grants.decide(doc.name, {"decided_on": "2026-01-05", "document_no": "복지과-8"})


def test_an_application_says_for_what_and_how_much(home):
	with refused(frappe.ValidationError, "과목"):
		ask(subsidy.draft(home, subjects=[]))
	with refused(frappe.ValidationError, "전용"):
		ask(subsidy.draft(home, bank_account=home.operating_bank))
	with refused(frappe.ValidationError, "보조금이 얼마인지"):
		ask(subsidy.draft(home, shares=[{"source": "Own Funds", "amount": 1}]))


def test_an_expense_is_in_the_grant_the_moment_it_is_asked_for(home, grant):
	doc = spend(home, line(home, grant, 120_000))
	assert told(grant, *REST) == (0, 0, 800_000)
	doc = ask(doc)
	assert told(grant, *REST) == (120_000, 0, 680_000)
	doc = settle(approve_on(doc))
	assert told(grant, *REST) == (0, 120_000, 680_000)
	assert status(grant) == "Running"
	entry = frappe.get_all("Ledger Entry", {"voucher_no": doc.name}, ["reference_doctype", "reference_name"])
	assert entry == [{"reference_doctype": "Subsidy Grant", "reference_name": grant.name}]
	assert sound(home)


def approve_on(doc):
	"""The approvals of a document that is asked for already."""
	while doc.stage != "Approved":
		approver, action = next(factory._approvals_open(doc))
		with acting_as(approver):
			doc = service.decide(doc.doctype, doc.name, action)
	return doc


def test_returned_and_cancelled_expenses_give_the_grant_back(home, grant):
	doc = ask(spend(home, line(home, grant, 50_000)))
	with acting_as(home.director):
		service.decide(doc.doctype, doc.name, "Return to Writer", "금액 확인")
	assert told(grant, *REST) == (0, 0, 800_000)
	doc = settle(approve(frappe.get_doc(doc.doctype, doc.name)))
	assert told(grant, *REST) == (0, 50_000, 750_000)
	cancel(home, doc)
	assert told(grant, *REST) == (0, 0, 800_000)
	assert status(grant) == "Granted"
	assert sound(home)


def test_outside_purpose_period_and_amount_it_is_refused(home, grant):
	"""Three reasons, and each is told; nothing is reserved."""
	with refused(frappe.ValidationError, "여비에 쓸 수 없습니다"):
		ask(spend(home, line(home, grant, subject=home.travel)))
	with refused(frappe.ValidationError, "보조금"):
		ask(spend(home, line(home, grant, 700_001)))
	short = granted(home, start_date="2026-12-01")
	with refused(frappe.ValidationError, "사업기간"):
		ask(spend(home, line(home, short)))
	other = frappe.get_doc(
		{"doctype": "Welfare Program", "facility": home.facility, "program_name": "다른 사업"}
	).insert()
	with refused(frappe.ValidationError, "사업"):
		ask(spend(home, line(home, grant, program=other.name)))
	assert told(grant, *REST) == (0, 0, 800_000)


def test_a_subject_has_its_own_limit(home):
	limited = granted(
		home,
		subjects=[
			{"account_subject": home.supplies, "amount": 100_000},
			{"account_subject": home.travel, "amount": 50_000},
		],
	)
	ask(spend(home, line(home, limited, 100_000)))
	with refused(frappe.ValidationError, "수용비"):
		ask(spend(home, line(home, limited, 1)))
	ask(spend(home, line(home, limited, 50_000, subject=home.travel)))
	with refused(frappe.ValidationError, "여비"):
		ask(spend(home, line(home, limited, 1, subject=home.travel)))
	assert told(limited, *REST) == (150_000, 0, 650_000)


def test_several_lines_of_one_grant_share_its_rest(home, grant):
	lines = [line(home, grant, 400_000), line(home, grant, 300_001)]
	with refused(frappe.ValidationError, "700,000"):
		ask(spend(home, *lines))


def test_own_funds_have_their_part(home, grant):
	budgeted(home, "Expense", home.supplies, home.own, 200_000)
	ask(spend(home, line(home, grant, 100_000, fund_source=home.own), bank_account=home.operating_bank))
	with refused(frappe.ValidationError, "자부담"):
		ask(spend(home, line(home, grant, 1, fund_source=home.own), bank_account=home.operating_bank))
	assert part(grant, "Own").reserved == 100_000


def test_what_was_paid_after_the_period_is_refused(home):
	past = granted(home, end_date="2026-11-20", payment_until="2026-11-21")
	doc = approve(spend(home, line(home, past), cause_date="2026-11-19", proposal_date="2026-11-19"))
	with refused(frappe.ValidationError, "지급"):
		settle(doc)
	frappe.db.set_value("Subsidy Grant", past.name, "payment_until", frappe.utils.nowdate())
	assert settle(doc).stage == "Settled"


def test_a_request_holds_the_grant_and_hands_it_over(home, grant):
	"""품의 reserves; the resolution of a part takes over; finished early, the rest is free."""
	request = approve(home.request(line(home, grant, 90_000)))
	assert told(grant, *REST) == (90_000, 0, 710_000)
	with acting_as(home.accountant):
		doc = requests.resolution_of(request.name)
		doc.update({"bank_account": home.bank, "payment_method": "Bank Transfer"})
		doc.lines[0].update({"amount": 60_000, "counter_subject": home.grant})
		doc.evidence_waiver_reason = "시험"
		doc.insert()
	assert doc.lines[0].subsidy_grant == grant.name
	doc = settle(approve(doc))
	assert told(grant, *REST) == (30_000, 60_000, 710_000)
	assert sound(home)
	with acting_as(home.accountant):
		requests.finish(request.name, "끝남")
	assert told(grant, *REST) == (0, 60_000, 740_000)
	cancel(home, doc)
	assert told(grant, *REST) == (0, 0, 800_000)
	assert sound(home)


def test_money_that_comes_back_is_the_grants_again(home, grant):
	doc = settle(approve(spend(home, line(home, grant, 80_000))))
	back = settle(approve(factory.refund(doc, [30_000])))
	assert told(grant, *REST) == (0, 50_000, 750_000)
	assert queries.books(grant.name).total_spent == 50_000
	cancel(home, back)
	assert told(grant, *REST) == (0, 80_000, 720_000)
	assert sound(home)


def test_receipts_and_interest_are_told_apart(home, grant):
	receive(home, grant, 300_000)
	interest = subsidy.statutory(home, "Revenue", "기타예금이자수입")
	budgeted(home, "Revenue", interest, home.subsidy, 10_000)
	receive(home, grant, 1_234, account_subject=interest)
	assert told(grant, "received_amount", "interest_amount") == (300_000, 1_234)
	assert status(grant) == "Running"
	assert [row.step for row in frappe.get_doc("Subsidy Grant", grant.name).steps][-1] == "Money Arrived"
	assert not queries.differences(home.facility)


def test_a_sum_changed_behind_its_back_is_found_by_the_verification_of_the_ledger(home, grant):
	receive(home, grant, 300_000)
	assert not verify.verify(home.facility)
	frappe.db.set_value("Subsidy Balance", {"subsidy_grant": grant.name}, "actual", 299_999)
	(found,) = verify.verify(home.facility)
	assert grant.title in found.message


def test_what_a_subject_is_called_does_not_decide_what_it_counts_as(home, grant):
	income = frappe.get_doc("Account Subject", home.grant)
	for name in (income.gwan, income.name):
		frappe.db.set_value("Account Subject", name, "subject_name", "지원금")
	receive(home, grant, 300_000)
	assert told(grant, "received_amount", "interest_amount") == (300_000, 0)


def test_the_application_on_paper(home, grant):
	conditions = [{"kind": "Other", "condition": "전용계좌로 집행 <b>한다</b>"}]
	doc = frappe.get_doc("Subsidy Grant", grant.name)
	doc.set("conditions", conditions)
	with acting_as(home.accountant):
		printed = printing.print_loaded([doc], printing.Job(doc.doctype, [doc.name]))
	text = plain("".join(pages(printed.content)))
	for words in (
		"보조금교부신청서",
		"노인일자리지원",
		"210,000",
		"26.25%",
		"800,000",
		"가온구청귀하",
		"칠십만원정",
		"<b>한다</b>",
	):
		assert words in text, words
	assert "제7조에따라" in text and "결재전" not in text


def test_no_money_for_what_is_not_granted(home):
	planned = approve(subsidy.draft(home))
	with refused(frappe.ValidationError, "교부결정"):
		ask(factory.income(home.facility, [subsidy.income_line(home, planned, 1)], bank_account=home.bank))
	with refused(frappe.ValidationError, "교부결정"):
		ask(spend(home, line(home, planned)))


def test_the_likely_grant_is_the_only_one_that_fits(home, grant):
	wanted = (home.facility, home.supplies, home.program, home.subsidy, "2026-11-20")
	assert assist.likely_grant("Expense Resolution", *wanted) == grant.name
	assert assist.likely_grant("Expense Resolution", home.facility, home.travel, *wanted[2:]) is None
	granted(home)
	assert assist.likely_grant("Expense Resolution", *wanted) is None


def test_a_change_takes_the_givers_consent_and_what_is_spent(home, grant):
	ask(spend(home, line(home, grant, 120_000)))
	values = {
		"doctype": "Subsidy Change",
		"facility": home.facility,
		"subsidy_grant": grant.name,
		"reason": "물가",
	}
	less = [{"source": "District Funds", "amount": 110_000}]
	with acting_as(home.accountant):
		doc = frappe.get_doc({**values, "shares": less}).insert()
	with refused(frappe.ValidationError, "110,000"):
		ask(doc)
	more = [{"source": "District Funds", "amount": 900_000}, {"source": "Own Funds", "amount": 100_000}]
	subjects = [{"account_subject": home.supplies}, {"account_subject": home.travel}]
	with acting_as(home.accountant):
		doc = frappe.get_doc({**values, "shares": more, "subjects": subjects}).insert()
	assert (doc.name, doc.previous_amount, doc.total_amount) == (f"{grant.name}-C2", 800_000, 1_000_000)
	with refused(frappe.ValidationError, "승인"):
		approve(doc)
	doc = frappe.get_doc(doc.doctype, doc.name)
	doc.update({"consent_on": "2026-11-01", "consent_no": "복지과-55"})
	with acting_as(home.accountant):
		doc.save()
	approve(frappe.get_doc(doc.doctype, doc.name))
	assert told(grant, "total_amount", "left_amount") == (1_000_000, 880_000)
	assert ask(spend(home, line(home, grant, subject=home.travel))).stage == "In Approval"


def test_a_minor_change_takes_no_consent(home):
	grant = granted(
		home, change_threshold_pct=10, subjects=[{"account_subject": home.supplies, "amount": 500_000}]
	)
	values = {
		"doctype": "Subsidy Change",
		"facility": home.facility,
		"subsidy_grant": grant.name,
		"reason": "조정",
	}
	moved = [
		{"account_subject": home.supplies, "amount": 420_000},
		{"account_subject": home.travel, "amount": 80_000},
	]
	with acting_as(home.accountant):
		doc = frappe.get_doc({**values, "subjects": moved}).insert()
	assert approve(doc).stage == "Approved"


def test_a_grant_with_money_is_not_cancelled(home, grant):
	ask(spend(home, line(home, grant)))
	with refused(frappe.ValidationError, "취소"), acting_as(home.head):
		service.decide("Subsidy Grant", grant.name, "Cancel Resolution", "착오")

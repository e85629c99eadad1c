"""The annual settlement: T1 (order, papers, closing), C11 (carry-over by fund source), G3 and 제20조's sums."""

from types import SimpleNamespace
from unittest.mock import patch

import factory
import frappe
import house
import past_year
import pytest

from huimang.budget import service as budget_service
from huimang.errors import ClosedPeriodError, LedgerError
from huimang.ledger import balances, budget, closing, posting, verify
from huimang.ledger.api import reopen_month
from huimang.ledger.keys import EXPENSE, REVENUE, BudgetKey
from huimang.settlement import api, checks, service

pytestmark = pytest.mark.usefixtures("ledger_alone")


def make() -> SimpleNamespace:
	"""Two facilities that lived the same year; the other's months are closed."""
	with patch.object(verify, "BUDGET_SOURCES", "nothing_asked"):
		return SimpleNamespace(past=past_year.make().lived(), closed=past_year.make().lived().close_months())


def people(made: SimpleNamespace) -> list[str]:
	return [user for past in (made.past, made.closed) for user in (past.accountant, past.head)]


built, clean_slate, made = house.once(make, people)


@pytest.fixture
def past(made):
	return made.past


@pytest.fixture
def closed(made):
	return made.closed


def next_year_takes_it(past, won: int = 560_000) -> str:
	"""The next year's books, with both 이월금 in their budget."""
	year = budget_service.open_books(past.facility, 2026)
	frappe.db.set_value("Accounting Year", year, "status", "Open")
	subjects = {row: subject(past, name) for row, name in OPENING.items()}
	budget.appropriate_many(
		(BudgetKey(past.facility, year, REVENUE, subjects[fund], past.program, getattr(past, fund)), won)
		for fund in subjects
	)
	return year


OPENING = {"subsidy": "전년도이월금", "donation": "전년도이월금(후원금)"}


def subject(past, name: str) -> str:
	found = {"facility": past.facility, "subject_name": name, "level": "Mok", "accounting_unit": "Facility"}
	return frappe.db.get_value("Account Subject", found)


def unmet(doc) -> set[str]:
	return {check.rule for check in checks.of_books(doc) if check.bars and not check.is_met}


def opening(past, year: str) -> dict[tuple[str, str, str], int]:
	rows = balances.totals(year, ("account_subject", "fund_source", "bank_account"))
	return {
		(row.account_subject, row.fund_source, row.bank_account): row.cash_amount
		for row in rows
		if row.cash_amount
	}


def test_the_figures_are_the_ledgers(past):
	"""제20조: 세입 결산, 세출 결산 and 차인잔액, and each fund source's rest (C11)."""
	doc = past.settlement()
	assert (doc.name, doc.title) == (f"{past.year}-S", "2025년 시설회계 결산")
	assert (doc.revenue_total, doc.expense_total, doc.balance_total) == (1_300_000, 740_000, 560_000)
	assert (doc.revenue_budget, doc.expense_budget) == (200_000_000, 200_000_000)
	assert str(doc.due_date) == "2026-03-31"
	funds = {row.fund_source: (row.balance, row.carryover_subject) for row in doc.fund_balances}
	assert funds == {
		past.subsidy: (360_000, subject(past, OPENING["subsidy"])),
		past.donation: (200_000, subject(past, OPENING["donation"])),
	}
	assert sum(row.book_balance for row in doc.accounts) == doc.balance_total


def test_figures_cannot_be_typed_in(past):
	doc = past.settlement()
	doc.update({"revenue_total": 1, "balance_total": 1})
	doc.fund_balances[0].balance = 99
	with factory.acting_as(past.accountant):
		doc.save()
	assert (doc.revenue_total, doc.balance_total) == (1_300_000, 560_000)
	assert {row.balance for row in doc.fund_balances} == {360_000, 200_000}


def test_g3_every_month_is_closed_first(past):
	doc = past.settlement()
	assert "G3" in unmet(doc)
	past.close_months(11)
	with pytest.raises(frappe.ValidationError, match="모든 달"):
		past_year.decide(doc, past.accountant, "Request Approval")
	with pytest.raises(LedgerError):
		closing.close_year(past.year)
	past.close_months()
	assert unmet(frappe.get_doc(doc.doctype, doc.name)) - {"통제 8"} == set()
	assert past_year.decide(doc, past.accountant, "Request Approval").stage == "In Approval"


def test_x2_nothing_is_reserved_any_more(closed):
	doc = closed.settlement()
	budget.reserve([(closed.key(EXPENSE, closed.subsidy), 1)])
	assert unmet(doc) == {"X2"}
	with pytest.raises(frappe.ValidationError, match="예약"):
		past_year.decide(doc, closed.accountant, "Request Approval")


@pytest.mark.parametrize("stage, bars", [("Draft", False), ("In Approval", True), ("Approved", True)])
def test_g3_no_document_is_left_open(closed, stage, bars):
	"""An income that is approved and never received would stay so for ever in a closed year."""
	values = {"facility": closed.facility, "accounting_year": closed.year, "purpose": "이자", "stage": stage}
	income = frappe.get_doc(
		{"doctype": "Income Resolution", **values, "name": frappe.generate_hash(length=10)}
	)
	income.db_insert()
	doc = closed.settlement()
	assert ("G3" in unmet(doc)) == bars


def test_c11_a_fund_source_that_overspent_cannot_be_carried_over(past):
	"""A won of donations too many: somebody else's money paid, and a person has to say whose."""
	past.move(EXPENSE, 200_001, "2025-12-31", past.donation)
	past.close_months()
	doc = past.settlement()
	assert unmet(doc) == {"C11"}
	with pytest.raises(frappe.ValidationError, match="비지정후원금"):
		past_year.decide(doc, past.accountant, "Request Approval")
	assert not doc.carryovers


def test_t1_audited_reported_and_decided_before_it_is_confirmed(closed):
	doc = past_year.decide(closed.settlement(), closed.accountant, "Request Approval")
	doc = past_year.decide(doc, closed.head, "Approve")
	with pytest.raises(frappe.ValidationError, match="운영위원회"):
		past_year.decide(doc, closed.head, "Confirm Settlement")
	with pytest.raises(frappe.ValidationError, match="이사회"):
		past_year.report(doc, closed.accountant, committee_date="2026-03-13")
	with pytest.raises(frappe.ValidationError, match="감사"):
		past_year.report(doc, closed.accountant, audit_date="2026-03-13")
	with pytest.raises(frappe.ValidationError, match="끝난 뒤"):
		past_year.report(doc, closed.accountant, audit_date="2025-12-31")
	past_year.report(doc, closed.accountant)
	doc = past_year.decide(doc, closed.head, "Confirm Settlement")
	assert (doc.docstatus, doc.stage) == (1, "Approved")
	assert frappe.db.get_value("Accounting Year", closed.year, "status") == "Closed"


def test_t1_a_facility_of_a_person_reports_to_its_committee_only():
	past = past_year.make(operated_by="Individual").lived().close_months()
	doc = past_year.decide(past.settlement(), past.accountant, "Request Approval")
	doc = past_year.decide(doc, past.head, "Approve")
	with factory.acting_as(past.accountant):
		doc = frappe.get_doc(doc.doctype, doc.name)
		doc.update({"committee_date": "2026-03-05", "committee_minutes": factory.minutes(doc)})
		doc.save()
	assert past_year.decide(doc, past.head, "Confirm Settlement").stage == "Approved"


def test_a_confirmed_settlement_stays_as_it_is(closed):
	doc = past_year.confirm(closed)
	with pytest.raises(frappe.ValidationError):
		past_year.report(doc, closed.accountant, board_date="2026-03-20")
	with factory.acting_as(closed.accountant):
		doc = frappe.get_doc(doc.doctype, doc.name)
		doc.update(
			{"submitted_on": "2026-03-30", "published_from": "2026-04-01", "published_to": "2026-04-10"}
		)
		doc.save()
	told = {check.rule for check in checks.of_submission(doc) if not check.is_met}
	assert told == {"T2"}  # ten days of publication are ten too few
	with pytest.raises(frappe.PermissionError), factory.acting_as(closed.head):
		frappe.get_doc(doc.doctype, doc.name).cancel()
	with pytest.raises(frappe.ValidationError):
		frappe.delete_doc(doc.doctype, doc.name)


def test_a_closed_year_takes_nothing_by_any_road(past):
	"""Closed for good: no entry, no reversal, no budget, no reopened month, no second settlement."""
	voucher = past.move(EXPENSE, 1, "2025-12-30")
	past.close_months()
	past_year.confirm(past)
	before = frappe.db.sql(
		"SELECT SUM(amount), COUNT(*) FROM `tabLedger Entry` WHERE accounting_year = %s", past.year
	)
	tries = [
		lambda: past.move(REVENUE, 1, "2025-12-31"),
		lambda: posting.reverse(voucher.doctype, voucher.name, "2025-12-31"),
		lambda: budget.appropriate(past.key(EXPENSE, past.subsidy), 1),
		lambda: reopen_month(f"{past.year}-12", "한 건만 더"),
		lambda: closing.close_month(past.year, 12),
		lambda: closing.close_entry(past.year, 12),
		lambda: closing.close_year(past.year),
		lambda: past.settlement(),
		lambda: frappe.get_doc(
			{"doctype": "Facility Budget", "facility": past.facility, "accounting_year": past.year}
		).insert(),
	]
	for attempt in tries:
		with pytest.raises((ClosedPeriodError, LedgerError, frappe.DuplicateEntryError)):
			attempt()
	after = frappe.db.sql(
		"SELECT SUM(amount), COUNT(*) FROM `tabLedger Entry` WHERE accounting_year = %s", past.year
	)
	assert before == after
	assert verify.verify(past.facility) == []


def test_c11_the_rest_opens_the_next_year(closed):
	"""Revenue of the next year's 이월금, by fund source, on the account where it lies; both years' cash agrees."""
	year = next_year_takes_it(closed)
	doc = past_year.confirm(closed)
	assert opening(closed, year) == {
		(subject(closed, OPENING["subsidy"]), closed.subsidy, closed.bank): 360_000,
		(subject(closed, OPENING["donation"]), closed.donation, closed.donation_bank): 200_000,
	}
	entries = frappe.get_all(
		"Ledger Entry", {"accounting_year": year}, ["posting_date", "voucher_label", "side", "remarks"]
	)
	assert {str(row.posting_date) for row in entries} == {"2026-01-01"}
	assert {row.voucher_label for row in entries} == {"2025 이월"}
	doc.reload()
	assert (doc.carried_over, doc.next_year, doc.carried_over_by) == (560_000, year, closed.head)
	assert verify.verify(closed.facility) == []


def test_c11_transfers_without_a_fund_source_leave_every_margin_right(past):
	"""Money moved between accounts: each fund source keeps its rest, each account its balance."""
	other = past_year.house._bank(past.facility, "운영비 통장", "Operating")
	past.transfer(150_000, "2025-07-01", past.bank, other)
	year = next_year_takes_it(past)
	past.close_months()
	past_year.confirm(past)
	found = opening(past, year)
	by_account = {account: 0 for account in (past.bank, past.donation_bank, other)}
	by_fund = {past.subsidy: 0, past.donation: 0}
	for (_subject, fund, account), won in found.items():
		by_account[account] += won
		by_fund[fund] += won
	assert by_account == {past.bank: 210_000, past.donation_bank: 200_000, other: 150_000}
	assert by_fund == {past.subsidy: 360_000, past.donation: 200_000}


def test_withheld_money_goes_over_with_its_account(past):
	"""예수금: the bank holds what is still owed, the clearing account is below 0, and both open as they closed."""
	clearing = past_year.house._bank(past.facility, "예수금", "Other")
	frappe.db.set_value("Facility Bank Account", clearing, "purpose", "Withholding")
	past.transfer(33_000, "2025-12-20", clearing, past.bank)
	year = next_year_takes_it(past)
	past.close_months()
	doc = past_year.confirm(past)
	rows = balances.totals(year, ("bank_account",))
	assert {row.bank_account: row.cash_amount for row in rows} == {
		past.bank: 393_000,
		past.donation_bank: 200_000,
		clearing: -33_000,
	}
	assert sum(row.amount for row in balances.totals(year, ("side",), side=REVENUE)) == doc.balance_total
	assert verify.verify(past.facility) == []


def test_c11_carried_over_again_changes_nothing(closed):
	year = next_year_takes_it(closed)
	doc = past_year.confirm(closed)
	before = opening(closed, year)
	assert service.carry_over(frappe.get_doc(doc.doctype, doc.name)) == 0
	assert service.carry_over(frappe.get_doc(doc.doctype, doc.name)) == 0
	assert opening(closed, year) == before


def test_c11_january_gets_its_cash_before_the_board_meets(closed):
	"""Carried over when December is closed; a month that is reopened then is carried over by its difference."""
	year = next_year_takes_it(closed)
	doc = closed.settlement()
	with factory.acting_as(closed.accountant):
		assert api.carry_over(doc.name) == 2
	reopen_month(f"{closed.year}-12", "이자 누락")
	closed.move(REVENUE, 7, "2025-12-31")
	closed.close_months()
	doc = frappe.get_doc(doc.doctype, doc.name)
	with factory.acting_as(closed.accountant):
		doc.save()
		assert api.carry_over(doc.name) == 1
		with pytest.raises(LedgerError):
			frappe.get_doc(doc.doctype, doc.name).delete()
	assert opening(closed, year)[subject(closed, OPENING["subsidy"]), closed.subsidy, closed.bank] == 360_007
	assert sum(opening(closed, year).values()) == doc.balance_total == 560_007


def test_g3_nothing_is_carried_over_while_a_month_is_open(past):
	next_year_takes_it(past)
	past.close_months(11)
	doc = past.settlement()
	with pytest.raises(ClosedPeriodError), factory.acting_as(past.accountant):
		api.carry_over(doc.name)


def test_b1_a_next_year_without_the_subject_waits_for_its_budget(closed):
	"""Confirmed, the year is closed; its rest waits until the next year's budget has the 목, as a draft proposes."""
	doc = past_year.confirm(closed)
	doc.reload()
	assert (doc.carried_over, doc.next_year) == (0, f"{closed.facility}-2026")
	draft = frappe.get_doc("Facility Budget", doc.next_budget)
	assert (draft.docstatus, draft.version, draft.owner) == (0, 0, closed.accountant)
	assert {(row.account_subject, row.fund_source): row.amount for row in draft.revenue_lines} == {
		(subject(closed, OPENING["subsidy"]), closed.subsidy): 360_000,
		(subject(closed, OPENING["donation"]), closed.donation): 200_000,
	}
	with pytest.raises(ClosedPeriodError), factory.acting_as(closed.accountant):
		closing.require_open(closed.year, "2025-12-31")
	with pytest.raises(frappe.ValidationError), factory.acting_as(closed.accountant):
		api.carry_over(doc.name)
	draft.append(
		"expense_lines",
		{
			"account_subject": closed.supplies,
			"program": closed.program,
			"fund_source": closed.subsidy,
			"amount": 560_000,
		},
	)
	draft.save()
	budget_service.appropriate(draft)
	with factory.acting_as(closed.accountant):
		assert api.carry_over(doc.name) == 2
		assert api.carry_over(doc.name) == 0


def test_c11_a_budget_in_force_gets_a_supplementary_draft(past):
	"""The next year was budgeted with an estimate: the draft has what was settled, and what was estimated beside it."""
	estimate = 300_000
	budget_service.open_books(past.facility, 2026)
	lines = [
		{
			"side": "Revenue",
			"account_subject": subject(past, OPENING["subsidy"]),
			"fund_source": past.subsidy,
		},
		{"side": "Expense", "account_subject": past.supplies, "fund_source": past.subsidy},
	]
	factory.approved_budget(past.facility, 2026, [{**line, "amount": estimate} for line in lines])
	past.close_months()
	doc = past.settlement()
	with factory.acting_as(past.accountant):
		name = api.prepare_next_year(doc.name)
		draft = frappe.get_doc("Facility Budget", name)
		assert draft.version == 1
		rows = {row.fund_source: (row.amount, row.previous_amount) for row in draft.revenue_lines}
		assert rows == {past.subsidy: (360_000, estimate), past.donation: (200_000, 0)}
		assert api.prepare_next_year(doc.name) == name
		draft.reload()
		assert len(draft.revenue_lines) == 2


def test_books_that_changed_since_are_requested_again(closed):
	doc = past_year.decide(closed.settlement(), closed.accountant, "Request Approval")
	doc = past_year.decide(doc, closed.head, "Approve")
	past_year.report(doc, closed.accountant)
	reopen_month(f"{closed.year}-12", "이자 누락")
	with pytest.raises(frappe.ValidationError):
		past_year.decide(doc, closed.head, "Confirm Settlement")
	closed.move(REVENUE, 7, "2025-12-31")
	closed.close_months()
	with pytest.raises(LedgerError, match="바뀌었습니다"):
		past_year.decide(doc, closed.head, "Confirm Settlement")
	doc = past_year.decide(doc, closed.head, "Return to Writer", comment="이자를 넣었습니다.")
	doc = past_year.decide(doc, closed.accountant, "Request Approval")
	assert doc.stage == "In Approval"

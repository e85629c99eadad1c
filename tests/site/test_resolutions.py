"""Resolutions from draft to ledger: what is asked of them, what they do to the budget, and how they are undone."""

import frappe
import house
import pytest
from factory import acting_as, approve, settle
from frappe.utils import add_days, nowdate
from refusals import refused

from huimang.approval import service
from huimang.errors import (
	BudgetExceededError,
	ClosedPeriodError,
	EvidenceMissingError,
	FacilityAccessError,
	SelfApprovalError,
)
from huimang.ledger import budget, verify
from huimang.resolutions import service as resolutions


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def request(doc):
	with acting_as(doc.owner):
		return service.move_to(doc.doctype, doc.name, "In Approval")


def cancel(home, doc, reason="잘못 작성함"):
	with acting_as(home.head):
		return service.decide(doc.doctype, doc.name, "Cancel Resolution", reason)


def entries(doc) -> list[tuple[int, str, str]]:
	return frappe.get_all(
		"Ledger Entry",
		{"voucher_type": doc.doctype, "voucher_no": doc.name},
		["amount", "entry_kind", "voucher_label"],
		order_by="entry_no",
		as_list=True,
	)


class TestExpense:
	def test_budget_is_held_and_then_spent(self, home):
		"""Requested: reserved. Approved: still reserved, with a number. Paid: spent and in the ledger."""
		doc = home.expense(
			home.line(20_000), home.line(30_000, home.travel), evidence_waiver_reason="계약서 별도 보관"
		)
		assert budget.status(home.key()).reserved == 0
		doc = approve(doc)
		assert budget.status(home.key()).reserved == 20_000
		assert (doc.resolution_no, str(doc.approval_date), doc.final_approver) == (
			"2026-00001",
			nowdate(),
			home.head,
		)
		doc = settle(doc)
		status = budget.status(home.key())
		assert (status.reserved, status.actual, status.left) == (0, 20_000, house.BUDGET - 20_000)
		assert entries(doc) == ((20_000, "Normal", "2026-00001"), (30_000, "Normal", "2026-00001"))
		assert (doc.payer, str(doc.payment_date), str(doc.registration_date)) == (
			home.accountant,
			nowdate(),
			nowdate(),
		)
		assert not verify.verify(home.facility)

	def test_numbers_follow_each_other_per_kind(self, home):
		numbers = [approve(home.expense()).resolution_no for _ in range(3)]
		assert numbers == ["2026-00001", "2026-00002", "2026-00003"]
		assert approve(home.income()).resolution_no == "2026-00001"

	def test_returned_gives_the_budget_back(self, home):
		doc = request(home.expense())
		assert home.left() == house.BUDGET - 20_000
		with acting_as(home.director):
			service.decide(doc.doctype, doc.name, "Return to Writer", "다시")
		assert home.left() == house.BUDGET

	def test_cancelled_before_payment(self, home):
		doc = cancel(home, approve(home.expense()))
		assert (doc.docstatus, doc.stage, doc.cancellation_reason) == (2, "Cancelled", "잘못 작성함")
		assert home.left() == house.BUDGET
		assert entries(doc) == ()

	def test_cancelled_after_payment(self, home):
		"""The ledger keeps both entries: the payment, and its reverse dated today."""
		doc = cancel(home, settle(approve(home.expense())))
		assert [row[:2] for row in entries(doc)] == [(20_000, "Normal"), (-20_000, "Reversal")]
		assert home.left() == house.BUDGET
		assert str(doc.cancellation_date) == nowdate()
		assert not verify.verify(home.facility)

	def test_cancelled_is_the_end(self, home):
		doc = cancel(home, settle(approve(home.expense())))
		with refused(frappe.ValidationError):
			cancel(home, doc)

	def test_amended_starts_anew(self, home):
		doc = cancel(home, approve(home.expense()))
		with acting_as(home.accountant):
			again = frappe.copy_doc(doc)
			again.amended_from = doc.name
			again.insert()
		assert (again.stage, again.resolution_no, again.final_approver) == ("Draft", None, None)
		assert approve(again).resolution_no == "2026-00002"


class TestIncome:
	def test_received_into_the_ledger(self, home):
		doc = settle(approve(home.income(500_000)))
		assert (doc.receiver, str(doc.receipt_date)) == (home.colleague, nowdate())
		assert entries(doc) == ((500_000, "Normal", "2026-00001"),)
		assert budget.status(home.key(side="Revenue")).actual == 500_000

	def test_more_than_budgeted_may_come_in(self, home):
		assert settle(approve(home.income(9_000_000))).stage == "Settled"

	def test_but_not_on_a_subject_that_the_budget_lacks(self, home):
		doc = home.income()
		doc.lines[0].account_subject = _other_mok(home, "Revenue")
		with acting_as(home.accountant):
			doc.save()
		with refused(BudgetExceededError, "예산"):
			request(doc)

	def test_reversed_when_cancelled(self, home):
		doc = cancel(home, settle(approve(home.income(500_000))))
		assert budget.status(home.key(side="Revenue")).actual == 0
		assert [row[0] for row in entries(doc)] == [500_000, -500_000]


class TestRequest:
	"""What is asked of a resolution when it is requested (상신)."""

	def test_over_budget(self, home):
		with refused(BudgetExceededError, "1,000,000", "1,000,001", "추가경정"):
			request(home.expense(home.line(1_000_001), evidence_waiver_reason="계약서 별도 보관"))
		assert home.left() == house.BUDGET

	def test_lines_on_the_same_budget_add_up(self, home):
		lines = home.line(600_000), home.line(400_001)
		with refused(BudgetExceededError, "1,000,001"):
			request(home.expense(*lines, evidence_waiver_reason="계약서 별도 보관"))

	def test_to_the_last_won(self, home):
		lines = home.line(600_000), home.line(400_000)
		request(home.expense(*lines, evidence_waiver_reason="계약서 별도 보관"))
		assert home.left() == 0

	def test_not_in_the_budget(self, home):
		with refused(BudgetExceededError, "예산에"):
			request(home.expense(home.line(fund_source=home.own)))

	def test_everything_at_once(self, home):
		"""Four things are wrong, the writer reads all four, numbered."""
		doc = home.expense(
			home.line(2_000_000, counter_subject=None),
			home.line(50_000, fund_source=home.donation),
			cause_date=add_days(nowdate(), 1),
		)
		with refused(
			frappe.ValidationError, "1. ", "2. ", "3. ", "4. ", "상대계정", "증빙", "1,000,000", "후원금"
		) as _:
			request(doc)

	def test_evidence_from_the_facilitys_amount_on(self, home):
		"""30,000 won need none, 30,001 do (건당 3만원 초과)."""
		assert request(home.expense(home.line(30_000))).stage == "In Approval"
		with refused(EvidenceMissingError, "증빙"):
			request(home.expense(home.line(30_001)))

	def test_evidence_waived_with_a_reason(self, home):
		assert (
			request(home.expense(home.line(30_001), evidence_waiver_reason="공공요금 자동이체")).stage
			== "In Approval"
		)

	def test_evidence_attached(self, home):
		doc = home.expense(home.line(30_001))
		with acting_as(home.accountant):
			_attach(doc, "Tax Invoice")
			doc.save()
		assert request(doc).stage == "In Approval"

	def test_a_simple_receipt_does_not_do(self, home):
		doc = home.expense(home.line(30_001))
		with acting_as(home.accountant):
			_attach(doc, "Simple Receipt")
			doc.save()
		with refused(EvidenceMissingError, "간이영수증"):
			request(doc)

	def test_a_row_without_a_file_is_no_evidence(self, home):
		doc = home.expense(home.line(30_001), evidence=[{"evidence_type": "Tax Invoice"}])
		with refused(EvidenceMissingError):
			request(doc)

	def test_wages_need_none(self, home):
		"""인건비 has the payroll behind it."""
		wage = frappe.db.get_value(
			"Account Subject",
			{"facility": home.facility, "level": "Mok", "side": "Expense", "subject_name": "급여"},
		)
		budget.appropriate(home.key(wage), 3_000_000)
		assert request(home.expense(home.line(3_000_000, wage))).stage == "In Approval"

	def test_subsidy_only_from_its_account(self, home):
		with refused(frappe.ValidationError, "보조금"):
			request(home.expense(bank_account=home.operating_bank))

	def test_donation_only_from_its_account(self, home):
		budget.appropriate(home.key(fund=home.donation), 100_000)
		with refused(frappe.ValidationError, "후원금"):
			request(home.expense(home.line(fund_source=home.donation), bank_account=home.bank))
		doc = home.expense(home.line(fund_source=home.donation), bank_account=home.donation_bank)
		assert request(doc).stage == "In Approval"

	def test_undesignated_donation_not_on_forbidden_subjects(self, home):
		forbidden = frappe.db.get_value(
			"Account Subject", {"facility": home.facility, "level": "Mok", "subject_name": "회의비"}
		)
		budget.appropriate(home.key(forbidden, fund=home.donation), 100_000)
		doc = home.expense(
			home.line(subject=forbidden, fund_source=home.donation), bank_account=home.donation_bank
		)
		with refused(frappe.ValidationError, "비지정후원금", "회의비"):
			request(doc)

	def test_dates_in_order(self, home):
		with refused(frappe.ValidationError, "발의일자"):
			request(home.expense(cause_date="2026-05-02", proposal_date="2026-05-01"))
		with refused(frappe.ValidationError, "결재일자"):
			request(home.expense(proposal_date=add_days(nowdate(), 1)))

	def test_dates_in_the_accounting_year(self, home):
		with refused(ClosedPeriodError, "회계연도"):
			request(home.expense(cause_date="2025-12-31"))

	def test_closed_month(self, home):
		frappe.db.set_value("Accounting Year", home.year, "closed_through", "2026-05-31")
		with refused(ClosedPeriodError, "마감"):
			request(home.expense(cause_date="2026-05-01", proposal_date="2026-05-31"))

	def test_amounts_are_whole_won_above_nothing(self, home):
		with refused(frappe.ValidationError, "1행", "원 단위"):
			home.expense(home.line(1000.5))
		with refused(frappe.ValidationError, "0원보다"):
			request(home.expense(home.line(0)))
		with refused(frappe.ValidationError):
			home.expense(home.line(-1000))

	def test_a_subject_of_the_other_side(self, home):
		with refused(frappe.ValidationError, "1행"):
			request(home.expense(home.line(subject=home.grant)))

	def test_a_heading_cannot_be_booked(self, home):
		hang = frappe.db.get_value("Account Subject", home.supplies, "hang")
		with refused(frappe.ValidationError, "1행"):
			request(home.expense(home.line(subject=hang)))

	def test_the_counter_subject_is_revenue(self, home):
		with refused(frappe.ValidationError, "상대계정"):
			request(home.expense(home.line(counter_subject=home.travel)))

	def test_masters_out_of_use(self, home):
		frappe.db.set_value("Facility Bank Account", home.bank, "is_active", 0)
		frappe.db.set_value("Fund Source", home.subsidy, "is_active", 0)
		try:
			with refused(frappe.ValidationError, "1. ", "2. "):
				request(home.expense())
		finally:
			frappe.db.rollback()
			for doctype, name in (("Facility Bank Account", home.bank), ("Fund Source", home.subsidy)):
				frappe.clear_document_cache(doctype, name)

	@pytest.mark.parametrize(
		"field", ["account_subject", "counter_subject", "program", "fund_source", "counterparty"]
	)
	def test_what_belongs_to_another_facility(self, home, field):
		other = house.standing("other")
		foreign = {
			"account_subject": other.supplies,
			"counter_subject": other.grant,
			"program": other.program,
			"fund_source": other.subsidy,
			"counterparty": _counterparty(other),
		}
		with refused(frappe.PermissionError):
			home.expense(home.line(**{field: foreign[field]}))
		with refused(frappe.PermissionError):
			home.expense(bank_account=other.bank)


class TestSettling:
	def test_only_what_is_approved(self, home):
		doc = request(home.expense())
		with refused(frappe.ValidationError, "사무국장 결재 대기"):
			settle(doc)

	def test_not_twice(self, home):
		doc = settle(approve(home.expense()))
		with refused(frappe.ValidationError, "출납 완료"):
			settle(doc)
		assert len(entries(doc)) == 1

	def test_only_by_the_officer(self, home):
		doc = approve(home.expense())
		for user in (home.colleague, home.director, home.head):
			with acting_as(user), refused(FacilityAccessError, "지출원"):
				resolutions.settle(doc.doctype, doc.name)

	def test_income_is_for_the_revenue_officer(self, home):
		doc = approve(home.income())
		with acting_as(home.accountant), refused(FacilityAccessError, "수입원"):
			resolutions.settle(doc.doctype, doc.name)

	def test_who_approved_does_not_pay(self, home):
		doc = approve(home.expense())
		house.appoint(home.facility, home.head, "is_disbursing_officer")
		with acting_as(home.head), refused(SelfApprovalError):
			resolutions.settle(doc.doctype, doc.name)

	def test_unless_the_facility_is_small(self, home):
		doc = approve(home.expense())
		house.appoint(home.facility, home.head, "is_disbursing_officer")
		frappe.db.set_value("Facility", home.facility, "self_payment_allowed", 1)
		try:
			with acting_as(home.head):
				assert resolutions.settle(doc.doctype, doc.name).stage == "Settled"
		finally:
			frappe.db.rollback()
			frappe.clear_document_cache("Facility", home.facility)

	def test_not_before_the_approval_and_not_in_the_future(self, home):
		doc = approve(home.expense())
		with refused(frappe.ValidationError, "결재"):
			settle(doc, on="2026-01-05")
		with refused(frappe.ValidationError, "1. ", "2. "):
			settle(doc, on="2027-01-02")

	def test_from_another_account_that_fits(self, home):
		doc = approve(home.expense())
		with refused(frappe.ValidationError, "보조금"):
			settle(doc, bank_account=home.operating_bank)
		second = house._bank(home.facility, "보조금 통장 2", "Subsidy")
		doc = settle(doc, bank_account=second)
		assert doc.bank_account == second
		assert frappe.db.get_value("Ledger Entry", {"voucher_no": doc.name}, "bank_account") == second

	def test_not_from_a_foreign_account(self, home):
		other = house.standing("other")
		doc = approve(home.expense())
		with refused(frappe.ValidationError):
			settle(doc, bank_account=other.bank)

	def test_not_into_a_closed_month(self, home):
		doc = approve(home.expense())
		frappe.db.set_value("Accounting Year", home.year, "closed_through", "2026-12-31")
		with refused(ClosedPeriodError):
			settle(doc)
		frappe.db.set_value("Accounting Year", home.year, "closed_through", None)
		doc = settle(doc)
		frappe.db.set_value("Accounting Year", home.year, "closed_through", "2026-12-31")
		with refused(ClosedPeriodError):
			cancel(home, doc)

	def test_registration_may_follow(self, home):
		doc = settle(approve(home.expense()))
		with acting_as(home.accountant):
			doc.registration_date = add_days(doc.payment_date, -1)
			with refused(frappe.ValidationError, "등기일자"):
				doc.save()
			doc.reload()
			doc.registration_date = add_days(doc.payment_date, 3)
			doc.save()
		assert frappe.db.get_value(doc.doctype, doc.name, "registration_date") == doc.registration_date


class TestEvidenceFiles:
	def test_a_foreign_file_cannot_be_named(self, home):
		"""Whoever could enter the path of another's private file would read it through their own document."""
		other = house.standing("other")
		with acting_as(other.accountant):
			foreign = other.expense()
			url = _attach(foreign, "Tax Invoice")
			foreign.save()
		doc = home.expense()
		with acting_as(home.accountant), refused(frappe.PermissionError, "파일"):
			doc.append("evidence", {"evidence_type": "Tax Invoice", "attachment": url})
			doc.save()

	def test_fresh_uploads_are_attached(self, home):
		"""A file that was dropped on a form that was not saved yet becomes the document's own when it is saved."""
		with acting_as(home.accountant):
			file = _file("새 증빙")
			doc = home.expense(evidence=[{"evidence_type": "Card Slip", "attachment": file.file_url}])
		assert frappe.db.get_value("File", file.name, "attached_to_name") == doc.name
		with acting_as(home.director):
			assert frappe.get_doc("File", file.name).has_permission("read")

	def test_files_stay_once_they_were_shown(self, home):
		doc = home.expense()
		with acting_as(home.accountant):
			_attach(doc, "Tax Invoice")
			doc.save()
		name = frappe.db.get_value("File", {"attached_to_name": doc.name})
		request(doc)
		with acting_as(home.accountant), refused(frappe.ValidationError, "파일"):
			frappe.delete_doc("File", name)
		with acting_as(home.accountant), refused(frappe.ValidationError):
			file = frappe.get_doc("File", name)
			file.file_name = "다른 이름.txt"
			file.save()

	def test_proof_of_payment_comes_later(self, home):
		doc = settle(approve(home.expense()))
		with acting_as(home.accountant):
			assert _file("이체확인증", attached_to_doctype=doc.doctype, attached_to_name=doc.name)


class TestClosing:
	def test_what_is_being_approved_stands_against_closing(self, home):
		from huimang.resolutions.queries import undecided_in_month

		doc = request(home.expense(cause_date="2026-03-02", proposal_date="2026-03-03"))
		march = frappe.utils.getdate("2026-03-01"), frappe.utils.getdate("2026-03-31")
		(sentence,) = undecided_in_month(home.facility, home.year, *march)
		assert "지출결의서" in sentence and "사무용품" in sentence
		april = frappe.utils.getdate("2026-04-01"), frappe.utils.getdate("2026-04-30")
		assert not list(undecided_in_month(home.facility, home.year, *april))
		with acting_as(doc.owner):
			service.decide(doc.doctype, doc.name, "Withdraw")
		assert not list(undecided_in_month(home.facility, home.year, *march))


def _attach(doc, evidence_type: str) -> str:
	file = _file(f"증빙 {doc.name}", attached_to_doctype=doc.doctype, attached_to_name=doc.name)
	doc.append("evidence", {"evidence_type": evidence_type, "attachment": file.file_url})
	return file.file_url


def _file(content: str, **kw):
	values = {"doctype": "File", "file_name": f"{frappe.generate_hash(length=6)}.txt", "is_private": 1, **kw}
	return frappe.get_doc({**values, "content": content + frappe.generate_hash(length=6)}).insert()


def _counterparty(home) -> str:
	values = {
		"doctype": "Counterparty",
		"facility": home.facility,
		"counterparty_name": "한빛문구",
		"kind": "Business",
	}
	return frappe.get_doc(values).insert().name


def _other_mok(home, side: str) -> str:
	return frappe.get_all(
		"Account Subject",
		{"facility": home.facility, "side": side, "level": "Mok", "is_active": 1, "name": ("!=", home.grant)},
		pluck="name",
		limit=1,
	)[0]

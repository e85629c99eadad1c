"""The ledger takes what is right, refuses what is wrong, and keeps its sums to the won."""

import frappe
import ledger_books
import pytest
from frappe.client import set_value
from ledger_books import DAY, make_books

from huimang.errors import BudgetExceededError, ClosedPeriodError, LedgerError
from huimang.ledger import budget, numbering, posting
from huimang.ledger.budget import BudgetStatus
from huimang.ledger.keys import EXPENSE, REVENUE, TRANSFER, Posting
from huimang.ledger.verify import verify

pytestmark = pytest.mark.usefixtures("ledger_alone")


built, clean_slate, books = ledger_books.once()


class TestBudget:
	def test_reserve_and_release(self, books):
		budget.reserve([(books.key(), 300_000)])
		assert budget.status(books.key()) == BudgetStatus(1_000_000, 300_000, 0)
		assert budget.status(books.key()).left == 700_000
		budget.release([(books.key(), 300_000)])
		assert budget.status(books.key()).left == 1_000_000

	def test_the_last_won_can_be_reserved_and_no_more(self, books):
		budget.reserve([(books.key(), 1_000_000)])
		with pytest.raises(BudgetExceededError):
			budget.reserve([(books.key(), 1)])

	def test_refusal_names_line_and_figures(self, books):
		books.spend(250_000)
		budget.reserve([(books.key(), 100_000)])
		with pytest.raises(BudgetExceededError) as refusal:
			budget.reserve([(books.key(), 700_000)])
		sentence = str(refusal.value)
		titles = [
			frappe.db.get_value("Account Subject", books.expense_mok, field) for field in ("gwan", "hang")
		]
		for subject in (*titles, books.expense_mok):
			assert frappe.db.get_value("Account Subject", subject, "subject_name") in sentence
		for figure in ("1,000,000", "250,000", "100,000", "650,000", "700,000", "추가경정예산", "전용"):
			assert figure in sentence

	def test_lines_of_one_voucher_add_up(self, books):
		"""Two lines that fit one by one, but not together."""
		with pytest.raises(BudgetExceededError):
			budget.reserve([(books.key(), 600_000), (books.key(books.expense_semok), 600_000)])

	def test_every_short_line_is_named_and_none_is_reserved(self, books):
		other = books.key(books.other_mok)
		budget.appropriate(other, 50)
		with pytest.raises(BudgetExceededError) as refusal:
			budget.reserve([(books.key(), 1_000_001), (other, 51)])
		assert str(refusal.value).count("<br>") == 1
		assert budget.status(books.key()).reserved == budget.status(other).reserved == 0

	def test_semok_is_checked_on_its_mok_and_remembered(self, books):
		semok = books.key(books.expense_semok)
		budget.reserve([(semok, 400_000)])
		assert budget.status(semok) == budget.status(books.key()) == BudgetStatus(1_000_000, 400_000, 0)
		memo = frappe.db.get_value(
			"Budget Balance", {"account_subject": books.expense_semok}, ["is_control", "reserved"]
		)
		assert memo == (0, 400_000)

	def test_fund_sources_do_not_help_each_other(self, books):
		with pytest.raises(BudgetExceededError):
			budget.reserve([(books.key(fund=books.other_fund), 1)])

	def test_release_of_more_than_is_reserved(self, books):
		budget.reserve([(books.key(), 10)])
		with pytest.raises(LedgerError):
			budget.release([(books.key(), 11)])

	@pytest.mark.parametrize("amount", [0, -1, 1.5, True, "1"])
	def test_only_whole_won_above_nothing(self, books, amount):
		with pytest.raises(LedgerError):
			budget.reserve([(books.key(), amount)])

	def test_budget_cannot_fall_below_what_is_spent_and_reserved(self, books):
		books.spend(300_000)
		budget.reserve([(books.key(), 200_000)])
		budget.appropriate(books.key(), -500_000)
		with pytest.raises(BudgetExceededError):
			budget.appropriate(books.key(), -1)

	def test_supplementary_budget_changes_all_lines_or_none(self, books):
		books.spend(300_000)
		with pytest.raises(BudgetExceededError):
			budget.appropriate_many([(books.key(books.other_mok), 500), (books.key(), -800_000)])
		assert budget.status(books.key(books.other_mok)).appropriated == 0

	def test_expense_needs_its_line_in_the_budget(self, books):
		budget.require_budgeted(books.key())
		budget.require_budgeted(books.key(books.expense_semok))
		for key in (books.key(books.other_mok), books.key(fund=books.other_fund)):
			with pytest.raises(BudgetExceededError):
				budget.require_budgeted(key)

	def test_revenue_needs_its_mok_only(self, books):
		"""Money that came in is booked even where its source was not foreseen."""
		budget.require_budgeted(books.key(side=REVENUE, fund=books.other_fund))
		other = frappe.db.get_value(
			"Account Subject",
			{"facility": books.facility, "side": REVENUE, "level": "Mok", "name": ("!=", books.revenue_mok)},
		)
		with pytest.raises(BudgetExceededError):
			budget.require_budgeted(books.key(other, side=REVENUE))
		with pytest.raises(BudgetExceededError):
			posting.post(books.voucher(), [books.line(10, other, side=REVENUE)])

	def test_revenue_has_no_ceiling(self, books):
		books.receive(5_000_000)
		assert budget.status(books.key(side=REVENUE)) == BudgetStatus(1_000_000, 0, 5_000_000)


class TestPosting:
	def test_expense_consumes_its_reservation(self, books):
		books.spend(30_000)
		assert budget.status(books.key()) == BudgetStatus(1_000_000, 0, 30_000)
		assert books.entries("entry_no", "side", "amount", "cash_amount") == ((1, EXPENSE, 30_000, -30_000),)

	def test_without_reservation_the_line_is_checked(self, books):
		posting.post(books.voucher(), [books.line(1_000_000)], reserved=False)
		with pytest.raises(BudgetExceededError):
			posting.post(books.voucher(), [books.line(1)], reserved=False)
		assert budget.status(books.key()) == BudgetStatus(1_000_000, 0, 1_000_000)

	def test_what_was_not_reserved_cannot_be_consumed(self, books):
		with pytest.raises(LedgerError):
			posting.post(books.voucher(), [books.line(1)])

	def test_money_that_comes_back_lowers_the_expense(self, books):
		"""여입: a negative expense brings cash and budget back (제26조②)."""
		books.spend(30_000)
		posting.post(books.voucher(), [books.line(-10_000)], reserved=False)
		assert budget.status(books.key()).actual == 20_000
		assert [row[0] for row in books.entries("cash_amount")] == [-30_000, 10_000]

	def test_balances_are_kept_by_month_subject_and_bank(self, books):
		books.spend(10_000)
		books.spend(5_000, books.expense_semok)
		books.spend(2_000)
		books.spend(1_000, day="2026-04-01")
		rows = frappe.get_all(
			"Ledger Balance",
			{"facility": books.facility},
			["month", "account_subject", "amount", "cash_amount", "entry_count"],
			order_by="month, account_subject",
			as_list=True,
		)
		assert sorted(rows) == sorted(
			(
				(3, books.expense_mok, 12_000, -12_000, 2),
				(3, books.expense_semok, 5_000, -5_000, 1),
				(4, books.expense_mok, 1_000, -1_000, 1),
			)
		)

	def test_a_voucher_is_posted_once(self, books):
		"""A caller may catch the refusal and go on: nothing of the second posting stays."""
		voucher = books.spend(30_000)
		budget.reserve([(books.key(), 30_000)])
		with pytest.raises(LedgerError, match="이미 기장"):
			posting.post(voucher, [books.line(30_000)])
		with pytest.raises(LedgerError, match="이미 기장"):
			posting.post(voucher, [books.line(30_000)], reserved=False)
		assert budget.status(books.key()) == BudgetStatus(1_000_000, 30_000, 30_000)
		budget.release([(books.key(), 30_000)])
		assert len(books.entries("name")) == 1
		assert verify(books.facility) == []

	def test_names_and_numbers_follow_each_other(self, books):
		budget.reserve([(books.key(), 30)])
		names = posting.post(books.voucher(), [books.line(10), books.line(20)])
		assert names == [f"{books.facility}-0000000001", f"{books.facility}-0000000002"]
		assert frappe.db.get_value("Ledger Head", books.facility, "last_no") == 2

	def test_transfer_moves_cash_and_no_budget(self, books):
		other = frappe.get_doc(
			{
				"doctype": "Facility Bank Account",
				"facility": books.facility,
				"account_title": "소액현금",
				"purpose": "Cash",
			}
		).insert()
		lines = [
			Posting(TRANSFER, None, None, books.fund, books.bank, -5_000),
			Posting(TRANSFER, None, None, books.fund, other.name, 5_000),
		]
		posting.post(books.voucher(), lines)
		assert sorted(row[0] for row in books.entries("cash_amount")) == [-5_000, 5_000]
		assert verify(books.facility) == []
		with pytest.raises(LedgerError):
			posting.post(books.voucher(), lines[:1])

	def test_masters_of_another_facility_are_refused(self, books):
		stranger = make_books()
		for wrong in (
			{"bank": stranger.bank},
			{"fund": stranger.fund},
			{"subject": stranger.expense_mok},
		):
			with pytest.raises((LedgerError, BudgetExceededError)):
				posting.post(books.voucher(), [books.line(10, **wrong)], reserved=False)
		with pytest.raises(LedgerError):
			posting.post(
				books.voucher(),
				[Posting(EXPENSE, books.expense_mok, stranger.program, books.fund, books.bank, 1)],
			)
		assert books.entries("name") == ()

	@pytest.mark.parametrize("amount", [0, 1.5, True, "10"])
	def test_only_whole_won(self, books, amount):
		with pytest.raises(LedgerError):
			posting.post(books.voucher(), [books.line(amount)])

	def test_money_is_booked_on_mok_or_semok(self, books):
		hang = frappe.db.get_value("Account Subject", books.expense_mok, "hang")
		with pytest.raises(LedgerError):
			posting.post(books.voucher(), [books.line(10, hang)], reserved=False)

	def test_twelve_digits_and_more_add_up(self, books):
		"""The sums outgrow what an ordinary whole-number column holds."""
		big = 999_999_999_999
		budget.appropriate(books.key(), 3 * big)
		for _i in range(3):
			books.spend(big)
		assert budget.status(books.key()).actual == 3 * big
		assert verify(books.facility) == []


class TestReversal:
	def test_mirrors_the_entries_on_its_own_day_and_gives_the_budget_back(self, books):
		voucher = books.spend(30_000)
		posting.reverse(voucher.doctype, voucher.name, "2026-05-02")
		assert budget.status(books.key()) == BudgetStatus(1_000_000, 0, 0)
		rows = books.entries("posting_date", "amount", "cash_amount", "entry_kind", "reversal_of")
		assert [tuple(map(str, row)) for row in rows] == [
			(DAY, "30000", "-30000", "Normal", ""),
			("2026-05-02", "-30000", "30000", "Reversal", f"{books.facility}-0000000001"),
		]
		assert verify(books.facility) == []

	def test_once(self, books):
		voucher = books.spend(30_000)
		posting.reverse(voucher.doctype, voucher.name, DAY)
		with pytest.raises(LedgerError, match="이미 취소"):
			posting.reverse(voucher.doctype, voucher.name, DAY)
		assert len(books.entries("name")) == 2
		assert verify(books.facility) == []

	def test_of_revenue(self, books):
		voucher = books.receive(70_000)
		posting.reverse(voucher.doctype, voucher.name, DAY)
		assert budget.status(books.key(side=REVENUE)).actual == 0

	def test_of_what_was_never_posted(self, books):
		with pytest.raises(LedgerError):
			posting.reverse("Expense Resolution", "nothing", DAY)

	def test_not_before_the_entry(self, books):
		voucher = books.spend(30_000)
		with pytest.raises(LedgerError):
			posting.reverse(voucher.doctype, voucher.name, "2026-03-09")

	def test_not_in_another_year(self, books):
		voucher = books.spend(30_000)
		with pytest.raises(ClosedPeriodError):
			posting.reverse(voucher.doctype, voucher.name, "2027-01-02")


class TestNumbers:
	def test_run_by_year_and_kind(self, books):
		take = numbering.next_number
		assert [take(books.facility, books.year, "Expense") for _i in range(3)] == [1, 2, 3]
		assert take(books.facility, books.year, "Income") == 1
		assert take(books.facility, f"{books.facility}-2027", "Expense") == 1

	def test_a_number_taken_back_is_given_again(self, books):
		frappe.db.savepoint("before_number")
		assert numbering.next_number(books.facility, books.year, "Expense") == 1
		frappe.db.rollback(save_point="before_number")
		assert numbering.next_number(books.facility, books.year, "Expense") == 1


class TestLocked:
	"""Nobody writes the ledger through the framework, whoever they are."""

	@pytest.fixture
	def entry(self, books):
		books.spend(1_000)
		return frappe.get_last_doc("Ledger Entry", {"facility": books.facility})

	@pytest.mark.parametrize("doctype", ["Ledger Entry", "Ledger Balance", "Budget Balance", "Ledger Head"])
	def test_no_role_may_write(self, doctype):
		for right in ("create", "write", "delete", "submit", "cancel", "amend", "import"):
			rows = frappe.get_all("DocPerm", {"parent": doctype, right: 1})
			assert not rows, f"{doctype}: {right}"

	def test_insert(self, entry):
		copy = frappe.copy_doc(entry)
		copy.entry_no = 99
		copy.flags.ignore_links = True
		with pytest.raises(LedgerError):
			copy.insert(ignore_permissions=True)
		with pytest.raises(LedgerError):
			copy.db_insert()

	@pytest.mark.parametrize("doctype", ["Ledger Entry", "Ledger Balance", "Budget Balance", "Ledger Head"])
	def test_change_and_delete(self, books, entry, doctype):
		doc = frappe.get_last_doc(doctype, {"facility": books.facility})
		doc.flags.ignore_links = True
		for change in (
			lambda: doc.save(ignore_permissions=True),
			lambda: doc.db_set("modified_by", "Guest"),
			lambda: doc.db_update(),
			lambda: doc.delete(ignore_permissions=True),
			lambda: frappe.delete_doc(doctype, doc.name, force=True, ignore_permissions=True),
			lambda: set_value(doctype, doc.name, "owner", "Guest"),
			lambda: frappe.rename_doc(doctype, doc.name, "other", force=True),
		):
			with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
				change()
		assert frappe.db.exists(doctype, doc.name)
		assert verify(books.facility) == []

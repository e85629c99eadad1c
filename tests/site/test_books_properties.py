"""Random years of bookkeeping: whatever is tried, in whatever order, the books hold (통제 4, 통제 8, X2, 제20조).

First the ledger alone, with hypothesis; then documents with their approvals, as people would have it.
"""

import random

import factory
import frappe
import house
import pytest
from books_invariants import must_hold, seal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_books import make_books
from refusals import refused

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, CANCELLED, DRAFT, IN_APPROVAL, SETTLED
from huimang.errors import BudgetExceededError, ClosedPeriodError
from huimang.ledger import budget, closing, posting
from huimang.ledger.api import reopen_month
from huimang.ledger.keys import REVENUE, TRANSFER, Posting

# ---- the ledger alone ------------------------------------------------------------------------------------------------

DAY = st.dates(frappe.utils.getdate("2026-01-01"), frappe.utils.getdate("2026-04-30"))
WON = st.one_of(st.integers(1, 900), st.integers(1, 60_000))
WHERE = st.integers(0, 2)
STEP = st.one_of(
	st.tuples(st.just("appropriate"), st.integers(-20_000, 20_000).filter(bool), WHERE),
	st.tuples(st.just("reserve"), WON, WHERE),
	st.tuples(st.just("release"), WON, WHERE),
	st.tuples(st.just("spend"), WON, WHERE, DAY),
	st.tuples(st.just("spend_reserved"), WON, WHERE, DAY),
	st.tuples(st.just("receive"), WON, DAY),
	st.tuples(st.just("take_back"), WON, WHERE, DAY),
	st.tuples(st.just("transfer"), WON, DAY),
	st.tuples(st.just("reverse"), st.integers(0, 50), DAY),
	st.tuples(st.just("close_entry"), st.integers(1, 4)),
	st.tuples(st.just("close_month"), st.integers(1, 4)),
	st.tuples(
		st.just("reopen_month"),
	),
)


class Ledger:
	"""Books, and the steps by which a random year changes them."""

	def __init__(self, books, second_bank: str):
		self.books, self.second_bank, self.vouchers = books, second_bank, []

	def lines(self, where: int) -> tuple[str, str]:
		"""One of three budget lines: a 목, its 세목 (which shares its budget), another 목."""
		books = self.books
		return (
			(books.expense_mok, books.fund),
			(books.expense_semok, books.fund),
			(books.other_mok, books.other_fund),
		)[where]

	def appropriate(self, won, where):
		subject, fund = self.lines(where)
		budget.appropriate(self.books.key(subject, fund), won)

	def reserve(self, won, where):
		subject, fund = self.lines(where)
		budget.reserve([(self.books.key(subject, fund), won)])

	def release(self, won, where):
		subject, fund = self.lines(where)
		budget.release([(self.books.key(subject, fund), won)])

	def spend(self, won, where, day, reserved=False):
		subject, fund = self.lines(where)
		self._post(day, [self.books.line(won, subject, fund=fund)], reserved)

	def spend_reserved(self, won, where, day):
		self.spend(won, where, day, reserved=True)

	def receive(self, won, day):
		self._post(day, [self.books.line(won, side=REVENUE)])

	def take_back(self, won, where, day):
		"""여입: a negative posting, which gives budget back."""
		self.spend(-won, where, day)

	def transfer(self, won, day):
		sides = ((self.books.bank, -won), (self.second_bank, won))
		self._post(day, [Posting(TRANSFER, None, None, None, bank, amount) for bank, amount in sides])

	def reverse(self, which, day):
		if self.vouchers:
			voucher = self.vouchers[which % len(self.vouchers)]
			posting.reverse(voucher.doctype, voucher.name, day)

	def close_entry(self, month):
		closing.close_entry(self.books.year, month)

	def close_month(self, month):
		factory.close_month(self.books.year, month)

	def reopen_month(self):
		through = frappe.db.get_value("Accounting Year", self.books.year, "closed_through")
		filters = {"accounting_year": self.books.year, "docstatus": 1}
		if through:
			name = frappe.db.get_value("Month Closing", {**filters, "month": through.month})
			reopen_month(name, "검사")

	def _post(self, day, postings, reserved=False):
		voucher = self.books.voucher(day=str(day))
		posting.post(voucher, postings, reserved)
		self.vouchers.append(voucher)


@pytest.fixture(scope="module")
def ledger_books(site):
	"""Books for all examples; each undoes what it did, and the end of the module undoes them."""
	frappe.set_user("Administrator")
	books = make_books(appropriated=50_000, revenue=50_000)
	budget.appropriate(books.key(books.other_mok, books.other_fund), 30_000)
	bank = {"doctype": "Facility Bank Account", "facility": books.facility, "purpose": "Operating"}
	second = frappe.get_doc({**bank, "account_title": "적금 통장"}).insert().name
	frappe.db.commit()
	yield books, second


@settings(
	max_examples=20,
	deadline=None,
	derandomize=True,
	suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=8, max_size=18))
def test_x2_books_hold_after_every_step_of_a_random_year(ledger_alone, ledger_books, steps):
	"""잔액 ≥ 0 and every sum right after each step; a closed period never changes until it is reopened."""
	frappe.db.rollback()
	year = Ledger(*ledger_books)
	facility = year.books.facility
	for name, *values in steps:
		before = seal(facility)
		frappe.db.savepoint("step")
		try:
			getattr(year, name)(*values)
		except frappe.ValidationError:
			frappe.db.rollback(save_point="step")
		if name not in ("close_month", "reopen_month"):
			assert seal(facility) == before
		must_hold(facility)
	must_hold(facility, verified=True)
	frappe.db.rollback()


# ---- documents and their approvals -----------------------------------------------------------------------------------

MOVES_MONEY = ("Expense Resolution", "Income Resolution", "Fund Transfer", "Refund Resolution")
AMOUNTS = (1, 900, 9_999, 29_000, 250_000, 1_000_001)


class Office:
	"""A facility at work, and what its people may try in whatever order; refusals are part of the day."""

	def __init__(self, home, chance: random.Random):
		self.home, self.chance, self.documents = home, chance, []
		self.second = house._bank(home.facility, "보조금 통장 2", "Subsidy")
		self.refused = 0

	def step(self) -> str:
		name = self.chance.choice(sorted(self.ACTIONS))
		frappe.db.savepoint("office")
		try:
			getattr(self, name)()
		except (frappe.ValidationError, frappe.PermissionError, StopIteration):
			# as the end of a refused request would: nothing of it stays
			frappe.db.rollback(save_point="office")
			frappe.clear_messages()
			self.refused += 1
		return name

	ACTIONS = frozenset(
		{
			*("write_expense", "write_income", "write_request", "write_transfer", "write_refund"),
			*("ask", "ask_all", "settle", "send_back", "cancel", "budget_transfer", "supplementary"),
			*("close_month", "reopen_month", "spend_from_request", "pay_person"),
		}
	)

	def amount(self) -> int:
		return self.chance.choice(AMOUNTS)

	def subject(self) -> str:
		return self.chance.choice((self.home.supplies, self.home.travel))

	def write_expense(self):
		lines = [self.home.line(self.amount(), self.subject()) for _ in range(self.chance.randint(1, 2))]
		self.keep(self.home.expense(*lines, evidence_waiver_reason="검사"))

	def pay_person(self):
		"""A lecturer is paid, and tax withheld: the bank pays the net, 예수금 owes the rest."""
		values = {"doctype": "Counterparty", "facility": self.home.facility, "kind": "Individual"}
		name = f"강사 {frappe.generate_hash(length=6)}"
		with factory.acting_as(self.home.accountant):
			person = frappe.get_doc({**values, "counterparty_name": name}).insert().name
		gross = self.chance.choice((50_000, 200_001, 333_333))
		payee = {"payee": person, "income_kind": "Business Income", "gross": gross}
		doc = self.home.expense(
			self.home.line(gross, self.subject()), withholdings=[payee], evidence_waiver_reason="지급명세서"
		)
		self.keep(doc)
		factory.settle(factory.approve(doc))

	def write_income(self):
		self.keep(self.home.income(self.amount()))

	def write_request(self):
		line = {key: value for key, value in self.home.line(self.amount(), self.subject()).items()}
		line.pop("counter_subject")
		self.keep(factory.request(self.home.facility, [line]))

	def spend_from_request(self):
		"""지출결의 for part of an approved 품의: its reservation passes over."""
		request = self.one("Expense Request", APPROVED)
		line = request.lines[0]
		amount = self.chance.randint(1, int(line.amount))
		values = self.home.line(amount, line.account_subject)
		self.keep(self.home.expense(values, expense_request=request.name, evidence_waiver_reason="검사"))

	def write_transfer(self):
		pair = [self.home.bank, self.second]
		self.chance.shuffle(pair)
		self.keep(factory.transfer(self.home.facility, *pair, self.amount()))

	def write_refund(self):
		doctype = self.chance.choice(("Expense Resolution", "Income Resolution"))
		original = self.one(doctype, SETTLED)
		self.keep(
			factory.refund(original, [self.chance.randint(0, int(row.amount)) for row in original.lines])
		)

	def ask(self):
		doc = self.one(None, DRAFT)
		with factory.acting_as(doc.owner):
			approval.move_to(doc.doctype, doc.name, IN_APPROVAL)

	def ask_all(self):
		factory.approve(self.one(None, DRAFT))

	def settle(self):
		factory.settle(self.one(self.chance.choice(MOVES_MONEY), APPROVED))

	def send_back(self):
		doc = self.one(None, IN_APPROVAL)
		with factory.acting_as(doc.owner):
			approval.move_to(doc.doctype, doc.name, DRAFT, "다시 씀")

	def cancel(self):
		doc = self.one(None, self.chance.choice((APPROVED, SETTLED)))
		with factory.acting_as(self.home.head):
			approval.move_to(doc.doctype, doc.name, CANCELLED, "잘못 씀")

	def budget_transfer(self):
		"""전용 (C6): from one 목 to the other of the same 항."""
		pair = [self.home.supplies, self.home.travel]
		self.chance.shuffle(pair)
		line = {
			"from_subject": pair[0],
			"from_program": self.home.program,
			"from_fund_source": self.home.subsidy,
			"to_subject": pair[1],
			"amount": self.amount(),
		}
		values = {"facility": self.home.facility, "accounting_year": self.home.year}
		with factory.acting_as(self.home.accountant):
			doc = frappe.get_doc(
				{
					"doctype": "Budget Transfer",
					"transfer_date": frappe.utils.nowdate(),
					"reason": "부족액",
					"lines": [line],
					**values,
				}
			).insert()
		factory.approve(doc)

	def supplementary(self):
		"""추경 (C2): both sides up or down by the same won."""
		latest = frappe.get_all(
			"Facility Budget",
			{"accounting_year": self.home.year},
			pluck="name",
			order_by="version desc",
			limit=1,
		)
		change = self.chance.choice((-300_000, -1, 1, 500_000))
		with factory.acting_as(self.home.accountant):
			doc = factory.supplementary(frappe.get_doc("Facility Budget", latest[0]))
			for line in (doc.revenue_lines[0], self.chance.choice(doc.expense_lines)):
				line.update({"unit_price": 0, "amount": int(line.amount) + change})
			doc.save()
			doc = doc.update(factory.meetings(doc, frappe.utils.nowdate())).save()
		factory.approve(doc)

	def close_month(self):
		through = frappe.db.get_value("Accounting Year", self.home.year, "closed_through")
		factory.close_month(self.home.year, through.month + 1 if through else 1)

	def reopen_month(self):
		through = frappe.db.get_value("Accounting Year", self.home.year, "closed_through")
		reopen_month(f"{self.home.year}-{through.month:02d}" if through else "", "검사")

	def keep(self, doc):
		self.documents.append((doc.doctype, doc.name))

	def one(self, doctype: str | None, stage: str):
		found = [
			(kind, name)
			for kind, name in self.documents
			if (not doctype or kind == doctype) and frappe.db.get_value(kind, name, "stage") == stage
		]
		if not found:
			raise StopIteration
		return frappe.get_doc(*self.chance.choice(found))


@pytest.mark.parametrize("seed", range(5))
def test_books_hold_whatever_an_office_does(seed):
	"""C2, C6, R7, R8, X2: documents of every kind, asked for, approved, paid, sent back and cancelled in any order."""
	home = house.standing("office")
	office = Office(home, random.Random(seed))
	try:
		for count in range(30):
			before = seal(home.facility)
			name = office.step()
			if name not in ("close_month", "reopen_month"):
				assert seal(home.facility) == before, name
			must_hold(home.facility, verified=count % 5 == 4)
		assert len(office.documents) > 3 and office.refused < 25
	finally:
		house.leave(home)


# ---- jobs ------------------------------------------------------------------------------------------------------------


def test_running_any_job_again_changes_nothing():
	"""Posting, opening books, closing a month twice: the second time is refused or does nothing."""
	from huimang.budget.service import open_books

	home = house.standing("office")
	try:
		factory.settle(factory.approve(home.income(300_000)))
		doc = factory.settle(factory.approve(home.expense(home.line(29_000))))
		everything = frappe.db.sql(
			"SELECT COUNT(*), SUM(amount) FROM `tabLedger Entry` WHERE facility = %s", home.facility
		)
		subjects = frappe.db.count("Account Subject", {"facility": home.facility})
		open_books(home.facility, 2026)
		for again in (factory.settle, factory.approve):
			with refused():
				again(doc)
		factory.close_month(home.year, 1)
		with refused(ClosedPeriodError):
			factory.close_month(home.year, 1)
		assert frappe.db.count("Account Subject", {"facility": home.facility}) == subjects
		after = frappe.db.sql(
			"SELECT COUNT(*), SUM(amount) FROM `tabLedger Entry` WHERE facility = %s", home.facility
		)
		assert everything == after
		must_hold(home.facility, verified=True)
	finally:
		house.leave(home)


def test_x2_the_last_won_and_one_more():
	"""At the limit: the last won of a line is spent, one more is refused, and everything holds."""
	home = house.standing("office")
	try:
		factory.approve(home.expense(home.line(house.BUDGET), evidence_waiver_reason="검사"))
		assert home.left() == 0
		over = home.expense(home.line(1))
		with refused(BudgetExceededError), factory.acting_as(over.owner):
			approval.move_to(over.doctype, over.name, IN_APPROVAL)
		must_hold(home.facility, verified=True)
	finally:
		house.leave(home)

"""Books on which the ledger can be tested without the documents above it."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field

import factory
import frappe
import house
import pytest

from huimang.budget.service import open_books
from huimang.ledger import budget, posting
from huimang.ledger.keys import EXPENSE, REVENUE, BudgetKey, Posting, Voucher

YEAR = 2026
DAY = "2026-03-10"


@dataclass
class Books:
	"""A facility with a year, one 목 for expenses with a 세목, one 목 for revenue, and an account at a bank."""

	facility: str
	year: str
	expense_mok: str
	expense_semok: str
	other_mok: str
	revenue_mok: str
	program: str
	fund: str
	other_fund: str
	bank: str
	_count: int = field(default=0, repr=False)

	def key(self, subject: str | None = None, fund: str | None = None, side: str = EXPENSE) -> BudgetKey:
		"""The budget line of a subject, the expense 목 unless told otherwise."""
		subject = subject or (self.expense_mok if side == EXPENSE else self.revenue_mok)
		return BudgetKey(self.facility, self.year, side, subject, self.program, fund or self.fund)

	def line(self, amount: int, subject: str | None = None, side: str = EXPENSE, **kw) -> Posting:
		"""A posting on that line."""
		key = self.key(subject, kw.pop("fund", None), side)
		bank = kw.pop("bank", self.bank)
		return Posting(side, key.account_subject, key.program, key.fund_source, bank, amount, **kw)

	def voucher(self, name: str | None = None, day: str = DAY, label: str | None = None) -> Voucher:
		"""A voucher, a new one unless it is named. The ledger takes any document's name."""
		self._count += 1
		name = name or f"{self.facility}-voucher-{self._count}"
		label = label or f"2026-{self._count:05d}"
		return Voucher(self.facility, "Facility", self.year, day, "Expense Resolution", name, label)

	def spend(self, amount: int, subject: str | None = None, day: str = DAY) -> Voucher:
		"""Reserve and post an expense of one line."""
		voucher = self.voucher(day=day)
		budget.reserve([(self.key(subject), amount)])
		posting.post(voucher, [self.line(amount, subject)])
		return voucher

	def receive(self, amount: int, day: str = DAY) -> Voucher:
		"""Post a revenue of one line."""
		voucher = self.voucher(day=day)
		posting.post(voucher, [self.line(amount, side=REVENUE)])
		return voucher

	def entries(self, *fields: str) -> list:
		"""Columns of all entries, in their order."""
		return frappe.get_all(
			"Ledger Entry", {"facility": self.facility}, fields, order_by="entry_no", as_list=True
		)


def make_books(appropriated: int = 1_000_000, revenue: int = 1_000_000) -> Books:
	"""Books with a budget of so many won on the expense 목 and on the revenue 목."""
	facility = factory.make_facility()
	year = open_books(facility, YEAR)
	moks = {side: _moks(facility, side) for side in (EXPENSE, REVENUE)}
	semok = frappe.get_doc(
		{
			"doctype": "Account Subject",
			"facility": facility,
			"side": EXPENSE,
			"level": "Semok",
			"parent_subject": moks[EXPENSE][0],
			"subject_name": "검사용 세목",
		}
	).insert()
	bank = frappe.get_doc(
		{
			"doctype": "Facility Bank Account",
			"facility": facility,
			"account_title": "운영비 통장",
			"purpose": "Cash",
		}
	).insert()
	funds = frappe.get_all("Fund Source", {"facility": facility}, pluck="name", order_by="name")
	books = Books(
		facility=facility,
		year=year,
		expense_mok=moks[EXPENSE][0],
		expense_semok=semok.name,
		other_mok=moks[EXPENSE][1],
		revenue_mok=moks[REVENUE][0],
		program=frappe.get_all("Welfare Program", {"facility": facility}, pluck="name")[0],
		fund=funds[0],
		other_fund=funds[1],
		bank=bank.name,
	)
	budget.appropriate_many(
		[(books.key(), appropriated), (books.key(side=REVENUE), revenue)] if appropriated else []
	)
	return books


def once(make: Callable[[], Books] = make_books) -> tuple[Callable, Callable, Callable]:
	"""As `house.once`, of books: they stand for the tests of a module, and each counts its vouchers anew.

	built, clean_slate, books = once()
	"""
	built, clean_slate, _made = house.once(make, ())

	@pytest.fixture
	def books(built):
		return copy(built)

	return built, clean_slate, books


def _moks(facility: str, side: str) -> list[str]:
	filters = {"facility": facility, "side": side, "level": "Mok", "is_active": 1}
	return frappe.get_all("Account Subject", filters, pluck="name", order_by="name", limit=2)

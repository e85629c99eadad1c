"""A facility whose year 2025 is over: its books are kept by the ledger alone, and it can be settled today."""

from dataclasses import dataclass, field

import factory
import frappe
import house

from huimang.budget.service import open_books
from huimang.ledger import budget, posting
from huimang.ledger.keys import EXPENSE, REVENUE, TRANSFER, BudgetKey, Posting, Voucher

YEAR = 2025
BUDGET = 100_000_000


@dataclass
class PastYear:
	"""Two fund sources with an account each, one 목 a side, and the people who settle."""

	facility: str
	year: str
	accountant: str
	head: str
	program: str
	grant: str
	supplies: str
	subsidy: str
	donation: str
	bank: str
	donation_bank: str
	_count: int = field(default=0, repr=False)

	def key(self, side: str, fund: str) -> BudgetKey:
		subject = self.grant if side == REVENUE else self.supplies
		return BudgetKey(self.facility, self.year, side, subject, self.program, fund)

	def post(self, day: str, *postings: Posting) -> Voucher:
		self._count += 1
		name = f"{self.facility}-past-{self._count}"
		voucher = Voucher(
			self.facility, "Facility", self.year, day, "Expense Resolution", name, f"2025-{self._count:05d}"
		)
		posting.post(voucher, postings, reserved=False)
		return voucher

	def move(
		self, side: str, amount: int, day: str, fund: str | None = None, bank: str | None = None
	) -> Voucher:
		"""Receive or spend; donations through their own account."""
		fund = fund or self.subsidy
		bank = bank or (self.donation_bank if fund == self.donation else self.bank)
		return self.post(day, Posting(*self.key(side, fund)[2:], bank, amount))

	def transfer(self, amount: int, day: str, source: str, target: str) -> Voucher:
		"""Move money between accounts, without naming its fund source."""
		return self.post(
			day,
			Posting(TRANSFER, None, None, None, source, -amount),
			Posting(TRANSFER, None, None, None, target, amount),
		)

	def lived(self) -> "PastYear":
		"""Bring 1,000,000 of subsidies and 300,000 of donations in, spend 640,000 and 100,000."""
		self.move(REVENUE, 1_000_000, "2025-01-10")
		self.move(REVENUE, 300_000, "2025-02-10", self.donation)
		self.move(EXPENSE, 640_000, "2025-06-30")
		self.move(EXPENSE, 100_000, "2025-12-31", self.donation)
		return self

	def close_months(self, through: int = 12) -> "PastYear":
		closed = frappe.db.get_value("Accounting Year", self.year, "closed_through")
		for month in range((closed.month if closed else 0) + 1, through + 1):
			factory.close_month(self.year, month)
		return self

	def settlement(self):
		"""The settlement, a draft by the accountant."""
		with factory.acting_as(self.accountant):
			return frappe.get_doc(
				{"doctype": "Annual Settlement", "facility": self.facility, "accounting_year": self.year}
			).insert()


def make(with_head: bool = True, **facility) -> PastYear:
	"""The facility, with a budget of 100,000,000 on every line."""
	name = factory.make_facility(**facility)
	tag = frappe.generate_hash(length=6)
	accountant = factory.make_user(f"accountant-{tag}@example.com", name, ["Accountant"], "회계 담당")
	head = factory.make_user(f"head-{tag}@example.com", name, ["Facility Head"], "관장")
	year = open_books(name, YEAR)
	frappe.db.set_value("Accounting Year", year, "status", "Open")
	past = PastYear(
		facility=name,
		year=year,
		accountant=accountant,
		head=head,
		program=frappe.get_all("Welfare Program", {"facility": name}, pluck="name")[0],
		grant=house._subject(name, REVENUE, "시·군·구보조금"),
		supplies=house._subject(name, EXPENSE, "수용비 및 수수료"),
		subsidy=house._fund(name, "Subsidy"),
		donation=house._fund(name, "Undesignated Donation"),
		bank=house._bank(name, "보조금 통장", "Subsidy"),
		donation_bank=house._bank(name, "후원금 통장", "Donation"),
	)
	budget.appropriate_many(
		(past.key(side, fund), BUDGET)
		for side in (REVENUE, EXPENSE)
		for fund in (past.subsidy, past.donation)
	)
	return past


def decide(doc, user: str, action: str, **values):
	"""Let somebody decide on a document; returns it as it then stands."""
	from huimang.approval import service

	with factory.acting_as(user):
		return service.decide(doc.doctype, doc.name, action, **values)


def report(doc, user: str, **days):
	"""Enter audit, report and resolution, each with its paper."""
	with factory.acting_as(user):
		doc = frappe.get_doc(doc.doctype, doc.name)
		paper = factory.minutes(doc)
		given = {
			"audit_date": "2026-02-20",
			"committee_date": "2026-03-05",
			"board_date": "2026-03-12",
			**days,
		}
		doc.update({**given, "audit_report": paper, "committee_minutes": paper, "board_minutes": paper})
		return doc.save()


def confirm(past: PastYear):
	"""Settle the year by everybody whose turn it is; returns the confirmed settlement."""
	doc = decide(past.settlement(), past.accountant, "Request Approval")
	doc = decide(doc, past.head, "Approve")
	doc = report(doc, past.accountant)
	return decide(doc, past.head, "Confirm Settlement")

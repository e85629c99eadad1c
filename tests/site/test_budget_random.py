"""Budget that moves about at random: transfers, contingency, carryovers, supplements, reservations, and all of it undone.

After every step nothing is overspent, every won is where the documents say, and what was refused changed nothing.
"""

import random

import factory
import frappe
import pytest
from budget_place import LINES, TODAY, YEAR, Place
from factory import acting_as

from huimang.approval import service as approval
from huimang.ledger import budget as ledger
from huimang.ledger.keys import BudgetKey
from huimang.ledger.verify import verify

STEPS = 24
CODES = [code for code in LINES if code != "711"]


class Year:
	"""A year in which whoever may do so moves budget about."""

	def __init__(self, seed: int):
		self.place = Place()
		self.random = random.Random(seed)
		self.approved: list = []
		self.reserved: list[tuple[BudgetKey, int]] = []

	def amount(self) -> int:
		return self.random.choice([1, 999_999, self.random.randint(1, 2_500_000)])

	def transfer(self) -> None:
		source, target = self.random.sample(CODES, 2)
		self.take_effect(self.place.draft(self.place.line(source, target, self.amount())))

	def use_contingency(self) -> None:
		place = self.place
		self.write(
			"Contingency Use",
			use_date=TODAY,
			contingency_subject=place.subject("711"),
			contingency_program=place.program,
			contingency_fund_source=place.fund(),
			usage="긴급 보수",
			lines=[{"to_subject": place.subject(self.random.choice(CODES)), "amount": self.amount()}],
		)

	def carry_over(self) -> None:
		place = self.place
		line = {
			"from_subject": place.subject(self.random.choice(CODES)),
			"from_program": place.program,
			"fund_source": place.fund(),
			"amount": self.amount(),
		}
		self.write("Budget Carryover", carryover_date=TODAY, lines=[line])

	def write(self, doctype: str, **values) -> None:
		books = {"facility": self.place.facility, "accounting_year": self.place.year, "reason": "무작위"}
		with acting_as(self.place.accountant):
			doc = frappe.get_doc({"doctype": doctype, **books, **values}).insert()
		self.take_effect(doc)

	def supplement(self) -> None:
		latest = frappe.get_all(
			"Facility Budget",
			{"accounting_year": self.place.year, "docstatus": 1},
			pluck="name",
			order_by="version desc",
		)[0]
		with acting_as(self.place.accountant):
			doc = factory.supplementary(frappe.get_doc("Facility Budget", latest))
			line = self.random.choice(doc.expense_lines)
			delta = self.random.choice([-1, 1]) * min(self.amount(), int(line.amount))
			line.amount += delta
			doc.revenue_lines[0].amount += delta
			doc.save()
		factory.approve(doc)

	def reserve(self) -> None:
		key, amount = self.place.key(self.random.choice(CODES)), self.amount()
		ledger.reserve([(key, amount)])
		self.reserved.append((key, amount))

	def release(self) -> None:
		if self.reserved:
			ledger.release([self.reserved.pop(self.random.randrange(len(self.reserved)))])

	def undo(self) -> None:
		if not self.approved:
			return
		doc = self.random.choice(self.approved)
		with acting_as(self.place.head):
			approval.decide(doc.doctype, doc.name, "Cancel Resolution", "무작위 취소")
		self.approved.remove(doc)

	def take_effect(self, doc) -> None:
		self.approved.append(factory.approve(doc))

	def step(self) -> bool:
		"""Do one thing; return whether it was let through. What is refused is rolled back, as a request would be."""
		does = self.random.choice(
			[self.transfer] * 3
			+ [self.use_contingency, self.carry_over, self.supplement, self.undo, self.reserve, self.release]
		)
		frappe.db.savepoint("step")
		kept = list(self.approved), list(self.reserved)
		try:
			does()
			return True
		except frappe.ValidationError:
			frappe.db.rollback(save_point="step")
			frappe.clear_messages()
			self.approved, self.reserved = kept
			return False


@pytest.mark.parametrize("seed", [1, 2])
def test_c4_c6_c10_budget_that_moves_about_stays_whole(seed):
	year = Year(seed)
	done = [year.step() for _ in range(STEPS)]
	assert 4 < sum(done) < STEPS, "some of it goes through, and some is refused"
	for row in balances(year.place.facility):
		assert row.appropriated - row.reserved - row.actual >= 0
	while year.reserved:
		year.release()
	assert verify(year.place.facility) == []
	total = sum(
		row.appropriated
		for row in balances(year.place.facility)
		if row.accounting_year == f"{year.place.facility}-{YEAR}"
	)
	latest = frappe.get_all(
		"Facility Budget",
		{"accounting_year": year.place.year, "docstatus": 1},
		pluck="expense_total",
		order_by="version desc",
	)[0]
	assert total == latest, "within a year, moving gives no more than it takes"


def balances(facility: str) -> list:
	return frappe.get_all(
		"Budget Balance",
		{"facility": facility, "side": "Expense", "is_control": 1},
		["accounting_year", "appropriated", "reserved", "actual"],
	)

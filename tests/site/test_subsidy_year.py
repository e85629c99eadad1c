"""A year with six grants: whatever happens, a grant's rest is what its ledger leaves of it; and nobody spends a won twice."""

import random
from collections import Counter

import factory
import frappe
import house
import pytest
import subsidy_house as subsidy
from connections import at_once
from factory import acting_as, approve, settle
from subsidy_house import budgeted, granted, receive, told

from huimang.approval import service
from huimang.money import won
from huimang.resolutions import requests
from huimang.subsidy import charges, queries, settlements, sums

pytestmark = pytest.mark.long

OPERATIONS = 40


def cancel(home, doc):
	with acting_as(home.head):
		return service.decide(doc.doctype, doc.name, "Cancel Resolution", "착오")


class Year:
	"""Six grants of a house, and what may happen to them."""

	def __init__(self, home, seed: int):
		self.home, self.random = home, random.Random(seed)
		self.interest = subsidy.statutory(home, "Revenue", "기타예금이자수입")
		budgeted(home, "Revenue", self.interest, home.subsidy, 100_000)
		budgeted(home, "Expense", subsidy.statutory(home, "Expense", "반환금"), home.subsidy, 10_000_000)
		for subject in (home.supplies, home.travel):
			budgeted(home, "Expense", subject, home.own, 10_000_000)
			budgeted(home, "Expense", subject, home.subsidy, 10_000_000)
		both = [{"account_subject": home.supplies}, {"account_subject": home.travel, "amount": 300_000}]
		rules = ("By Share", "Own Funds First", "As Spent")
		self.grants = [
			granted(home, title=f"사업 {n}", subjects=both, split_rule=rules[n % 3], cut_below_ten=n % 2)
			for n in range(6)
		]
		self.paid: list = []
		self.happened: Counter = Counter()

	def happens(self) -> None:
		"""Something, by chance; what is refused changes nothing."""
		work = self.random.choice(
			[self.spend, self.spend, self.spend, self.earn, self.undo, self.bring_back, self.plan]
		)
		frappe.db.savepoint("operation")
		try:
			work()
			self.happened[work.__name__] += 1
		except frappe.ValidationError:
			frappe.db.rollback(save_point="operation")
			self.happened["refused"] += 1

	def spend(self) -> None:
		own = self.random.random() < 0.3
		lines = []
		for _line in range(self.random.choice((1, 2))):
			more = {"fund_source": self.home.own} if own else {}
			subject = self.random.choice((self.home.supplies, self.home.travel))
			amount = self.random.randrange(1_000, 60_000 if own else 400_000)
			lines.append(
				subsidy.line(self.home, self.random.choice(self.grants), amount, subject=subject, **more)
			)
		bank = self.home.operating_bank if own else self.home.bank
		doc = approve(self.home.expense(*lines, bank_account=bank, evidence_waiver_reason="시험"))
		if self.random.random() < 0.9:
			self.paid.append(settle(doc))

	def earn(self) -> None:
		grant, is_interest = self.random.choice(self.grants), self.random.random() < 0.3
		if is_interest:
			receive(self.home, grant, self.random.randrange(1, 5_000), account_subject=self.interest)
		elif not told(grant, "received_amount")[0]:
			receive(self.home, grant, 700_000)

	def undo(self) -> None:
		if self.paid:
			cancel(self.home, self.paid.pop(self.random.randrange(len(self.paid))))

	def bring_back(self) -> None:
		if self.paid:
			doc = self.paid.pop(self.random.randrange(len(self.paid)))
			amounts = [self.random.randrange(0, int(line.amount) + 1) for line in doc.lines]
			if any(amounts):
				settle(approve(factory.refund(doc, amounts)))

	def plan(self) -> None:
		line = subsidy.line(
			self.home, self.random.choice(self.grants), self.random.randrange(10_000, 200_000)
		)
		request = approve(self.home.request(line))
		if self.random.random() < 0.5:
			with acting_as(self.home.accountant):
				requests.finish(request.name, "취소")

	def close(self, grant):
		"""Finish what is under way, report, have the amount fixed, and pay back."""
		for doctype in ("Expense Request", "Expense Resolution"):
			open_ones = frappe.db.sql(
				f"""SELECT DISTINCT doc.name FROM `tab{doctype}` doc JOIN `tab{doctype} Line` line ON line.parent = doc.name
				WHERE line.subsidy_grant = %s AND doc.stage = 'Approved'""",
				grant.name,
				pluck=True,
			)
			for name in open_ones:
				doc = frappe.get_doc(doctype, name)
				if doc.get("finished_on"):
					continue
				cancel(self.home, doc)
		values = {
			"doctype": "Subsidy Settlement",
			"facility": self.home.facility,
			"subsidy_grant": grant.name,
		}
		with acting_as(self.home.accountant):
			doc = frappe.get_doc({**values, "result": "끝"}).insert()
		doc = approve(doc)
		fixed = sum(won(row.received) - won(row.rest) for row in doc.shares if row.source != "Own Funds")
		with acting_as(self.home.accountant):
			settlements.finalise(doc.name, {"final_amount": fixed, "final_no": "확정-1"})
		doc = frappe.get_doc(doc.doctype, doc.name)
		if doc.return_amount:
			with acting_as(self.home.accountant):
				back = settlements.return_draft(doc.name).insert()
			settle(approve(back))
		return doc

	def check(self) -> None:
		"""Kept sums are those of ledger and documents; each rest is the rest of the ledger; nothing above its limit."""
		assert not queries.differences(self.home.facility)
		for grant in self.grants:
			books = queries.books(grant.name)
			spent, reserved, left = told(grant, "spent_amount", "reserved_amount", "left_amount")
			assert spent == books.total_spent
			assert left == 800_000 - spent - reserved
			assert books.part(sums.SUBSIDY) <= 700_000
			assert books.part(sums.OWN) <= 100_000
			on_travel = sum(
				amount for (_part, subject), amount in books.spent.items() if subject == self.home.travel
			)
			assert on_travel <= 300_000


def test_six_grants_are_spent_settled_and_paid_back_to_the_won(site):
	home = house.standing("subsidy-year")
	year = Year(home, seed=20_261_123)
	for _operation in range(OPERATIONS):
		year.happens()
	year.check()
	assert {"spend", "earn", "refused"} <= set(year.happened)
	for grant in year.grants:
		doc = year.close(grant)
		books = queries.books(grant.name)
		assert books.returned == won(doc.return_amount)
		assert frappe.db.get_value("Subsidy Grant", grant.name, "status") == "Repaid"
		for row in doc.shares:
			if row.source != "Own Funds":
				# under ten won of each may stay, where the giver lets it
				assert 0 <= won(row.received) - won(row.accepted) - won(row.rest) < 10
	year.check()
	house.leave(home)


def test_two_at_once_do_not_spend_the_last_won_twice(site):
	"""Eight ask for 20 expenses of 50,000 each; the grant has room for fourteen of its subsidy."""
	home = house.standing("subsidy-race")
	grant = granted(home)
	budgeted(home, "Expense", home.supplies, home.subsidy, 10_000_000)
	drafts = [
		home.expense(subsidy.line(home, grant, 50_000), evidence_waiver_reason="시험").name
		for _n in range(20)
	]
	frappe.db.commit()

	def ask(number: int) -> Counter:
		results: Counter = Counter()
		for name in drafts[number::8]:
			try:
				frappe.set_user(home.accountant)
				service.move_to("Expense Resolution", name, "In Approval")
				frappe.db.commit()
				results["taken"] += 1
			except frappe.ValidationError:
				frappe.db.rollback()
				results["refused"] += 1
		return results

	assert sum(at_once(8, ask), Counter()) == {"taken": 14, "refused": 6}
	frappe.db.rollback()
	assert told(grant, "reserved_amount", "left_amount") == (700_000, 100_000)
	assert not queries.differences(home.facility)


def test_a_resolution_without_a_grant_asks_nothing_of_the_subsidies(site):
	home = house.standing()
	doc = home.expense()
	before = []
	original = frappe.db.sql
	frappe.db.sql = lambda *args, **kw: (before.append(args), original(*args, **kw))[1]
	try:
		for step in (charges.lock, charges.hold, charges.release, charges.book, charges.unbook):
			step(doc)
	finally:
		frappe.db.sql = original
	assert not before
	house.leave(home)

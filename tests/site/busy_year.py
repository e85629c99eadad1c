"""A facility's whole year 2025, written, decided on and settled through the API by its people, day after day.

Beside it runs a shadow: what a careful person would write down of the same documents, with pencil and paper. At the end
the books have to say what the shadow says.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import factory
import frappe
import house
from frappe.client import insert

from huimang.approval.api import decide
from huimang.budget.service import open_books
from huimang.demo import clock
from huimang.resolutions.api import finish_request, settle

YEAR = 2025
ROUNDS = (6, 13, 20, 27)
"""Days of each month on which the office works."""

PER_MONTH = {"expense": 74, "income": 14, "from_request": 2, "refund": 3, "transfer": 2}
"""Resolutions of a month beside its pay, a lecture and the three receipts that it lives on: a hundred together."""


class Shadow:
	"""Sums in whole won, kept by plain additions."""

	def __init__(self):
		self.revenue, self.expense = defaultdict(int), defaultdict(int)
		self.by_subject, self.accounts = defaultdict(int), defaultdict(int)
		self.by_month = defaultdict(lambda: [0, 0])

	def receive(self, subject: str, fund: str, account: str, won: int, month: int) -> None:
		self.revenue[fund] += won
		self.by_subject[subject] += won
		self.accounts[account] += won
		self.by_month[month][0] += won

	def spend(self, subject: str, fund: str, account: str, won: int, month: int) -> None:
		self.expense[fund] += won
		self.by_subject[subject] += won
		self.accounts[account] -= won
		self.by_month[month][1] += won

	def move(self, source: str, target: str, won: int) -> None:
		self.accounts[source] -= won
		self.accounts[target] += won

	@property
	def rests(self) -> dict[str, int]:
		return {fund: self.revenue[fund] - self.expense[fund] for fund in {*self.revenue, *self.expense}}


class BusyYear:
	"""The facility, its people and its documents."""

	def __init__(self, seed: int = 1):
		self.chance, self.shadow = random.Random(seed), Shadow()
		self.count, self.paid, self.lecturer = 0, [], None
		self.facility = factory.make_facility()
		tag = frappe.generate_hash(length=6)
		self.accountant, self.cashier, self.head = (
			factory.make_user(f"{name}-{tag}@example.com", self.facility, [role], title)
			for name, role, title in (
				("accountant", "Accountant", "회계 담당"),
				("cashier", "Accountant", "주임"),
				("head", "Facility Head", "관장"),
			)
		)
		frappe.db.set_value(
			"Facility Membership", {"facility": self.facility}, "from_date", f"{YEAR - 1}-01-01"
		)
		house.appoint(self.facility, self.accountant, "is_disbursing_officer")
		house.appoint(self.facility, self.cashier, "is_revenue_officer")
		self._open()

	def _open(self) -> None:
		self.year = open_books(self.facility, YEAR)
		self.program = frappe.get_all("Welfare Program", {"facility": self.facility}, pluck="name")[0]
		subject, fund, bank = (
			lambda side, name: house._subject(self.facility, side, name),
			lambda kind: house._fund(self.facility, kind),
			lambda title, purpose: house._bank(self.facility, title, purpose),
		)
		self.pay, self.supplies, self.travel = (
			subject("Expense", name) for name in ("급여", "수용비 및 수수료", "여비")
		)
		self.grant, self.gifts, self.own_income = (
			subject("Revenue", name) for name in ("시·군·구보조금", "비지정후원금", "법인전입금")
		)
		self.opening = {name: subject("Revenue", name) for name in ("전년도이월금", "전년도이월금(후원금)")}
		self.contingency = frappe.db.get_value(
			"Account Subject", {"facility": self.facility, "is_contingency": 1, "level": "Mok"}
		)
		self.subsidy, self.donation, self.own = (
			fund(kind) for kind in ("Subsidy", "Undesignated Donation", "Own Funds")
		)
		self.subsidy_bank, self.donation_bank, self.bank, self.second_bank = (
			bank("보조금 통장", "Subsidy"),
			bank("후원금 통장", "Donation"),
			bank("운영비 통장", "Operating"),
			bank("운영비 통장 2", "Operating"),
		)
		self.sources = {
			self.subsidy: (self.grant, self.subsidy_bank),
			self.donation: (self.gifts, self.donation_bank),
			self.own: (self.own_income, self.bank),
		}

	# ---- documents ---------------------------------------------------------------------------------------------------

	def live(self) -> "BusyYear":
		"""Budget, twelve months with their closings, a supplementary budget in June, transfers, use of the contingency."""
		with clock.on(date(YEAR - 1, 12, 20)):
			self.budget()
		for month in range(1, 13):
			todo = [name for name, times in PER_MONTH.items() for _ in range(times)]
			self.chance.shuffle(todo)
			with clock.on(date(YEAR, month, 2)):
				self._work(self.first_of_month(month))
			share = len(todo) // len(ROUNDS) + 1
			for number, day in enumerate(ROUNDS):
				with clock.on(date(YEAR, month, day)):
					self._work(
						getattr(self, name)(month) for name in todo[number * share : (number + 1) * share]
					)
			if month == 6:
				with clock.on(date(YEAR, 6, 28)):
					self.supplementary()
			if month in (3, 9):
				with clock.on(date(YEAR, month, 28)):
					self.budget_move(month)
			with clock.on(date(YEAR + month // 12, month % 12 + 1, 7)):
				self.close(month)
		return self

	def budget(self) -> None:
		sides = {
			"Revenue": [
				(self.grant, self.subsidy, 400_000_000),
				(self.gifts, self.donation, 30_000_000),
				(self.own_income, self.own, 50_000_000),
			],
			"Expense": [
				(self.pay, self.subsidy, 300_000_000),
				(self.supplies, self.subsidy, 60_000_000),
				(self.travel, self.subsidy, 40_000_000),
				(self.supplies, self.donation, 20_000_000),
				(self.travel, self.donation, 10_000_000),
				(self.supplies, self.own, 45_000_000),
				(self.contingency, self.own, 5_000_000),
			],
		}
		lines = [
			{"side": side, "account_subject": subject, "fund_source": fund, "amount": won}
			for side, rows in sides.items()
			for subject, fund, won in rows
		]
		with factory.acting_as(self.accountant):
			doc = self._with_minutes(self._budget(YEAR, lines))
		factory.approve(doc)

	def _budget(self, year: int, lines: list[dict]):
		doc = frappe.new_doc(
			"Facility Budget", facility=self.facility, accounting_year=open_books(self.facility, year)
		)
		for line in lines:
			line = {"program": self.program, **line}
			doc.append(f"{line.pop('side').lower()}_lines", line)
		return doc.insert()

	def _with_minutes(self, doc):
		return doc.update(factory.meetings(doc, frappe.utils.nowdate())).save()

	def supplementary(self) -> None:
		"""C2: five million more from the municipality, for supplies."""
		with factory.acting_as(self.accountant):
			doc = factory.supplementary(frappe._dict(name=f"{self.year}-0"))
			for line in (doc.revenue_lines[0], doc.expense_lines[1]):
				line.amount = int(line.amount) + 5_000_000
			doc = self._with_minutes(doc.save())
		factory.approve(doc)

	def budget_move(self, month: int) -> None:
		"""C6 and C4: a transfer within the 항 in March, the contingency used in September."""
		values = {"facility": self.facility, "accounting_year": self.year}
		if month == 3:
			line = {
				"from_subject": self.travel,
				"from_program": self.program,
				"from_fund_source": self.subsidy,
				"to_subject": self.supplies,
				"amount": 1_234_567,
			}
			extra = {
				"doctype": "Budget Transfer",
				"transfer_date": frappe.utils.nowdate(),
				"reason": "부족액",
			}
		else:
			line = {"to_subject": self.supplies, "amount": 2_000_001}
			extra = {
				"doctype": "Contingency Use",
				"contingency_subject": self.contingency,
				"contingency_program": self.program,
				"contingency_fund_source": self.own,
				"reason": "예측하지 못한 수리",
				"usage": "누수 수리 자재",
			}
		with factory.acting_as(self.accountant):
			doc = frappe.get_doc({**extra, **values, "lines": [line]}).insert()
		factory.approve(doc)

	def _work(self, documents: Iterable[Iterator[str]]) -> None:
		"""Take documents through the office together. Each yields whose turn it is; who has most to do goes first, and does it all."""
		waiting = [(next(document), document) for document in documents]
		while waiting:
			user = Counter(user for user, _document in waiting).most_common(1)[0][0]
			later = [pair for pair in waiting if pair[0] != user]
			with factory.acting_as(user):
				for _user, document in (pair for pair in waiting if pair[0] == user):
					if following := next(document, None):
						later.append((following, document))
			waiting = later

	def first_of_month(self, month: int) -> Iterator[Iterator[str]]:
		"""What a month lives on, and its pay."""
		for fund, won in ((self.subsidy, 28_000_000), (self.donation, 1_100_000), (self.own, 2_000_000)):
			yield self._receive(month, fund, won)
		yield self._spend(month, self.pay, self.subsidy, 19_876_543 + month)
		yield self._lecture(month, 300_000 + month)

	def income(self, month: int) -> Iterator[str]:
		fund = self.chance.choice((self.subsidy, self.donation, self.own))
		return self._receive(month, fund, self.chance.randint(1, 300_000))

	def expense(self, month: int) -> Iterator[str]:
		fund = self.chance.choice((self.subsidy, self.subsidy, self.donation, self.own))
		subject = self.supplies if fund == self.own else self.chance.choice((self.supplies, self.travel))
		return self._spend(month, subject, fund, self.chance.randint(1, 30_000))

	def from_request(self, month: int) -> Iterator[str]:
		"""품의 → 지출결의: the reservation passes over, the rest of the request is given back."""
		won = self.chance.randint(2, 30_000)
		yield self.accountant
		name = self._insert("Expense Request", lines=[self._line(self.supplies, self.subsidy, won)])
		yield from self._approve("Expense Request", name)
		part = self.chance.randint(1, won - 1)
		yield from self._spend(month, self.supplies, self.subsidy, part, expense_request=name)
		finish_request(name, "더 필요하지 않음")

	def refund(self, month: int) -> Iterator[str]:
		"""여입 (R7): part of an expense comes back, received by the 수입원."""
		name, subject, fund, paid = self.paid.pop()
		won = self.chance.randint(1, paid)
		yield self.accountant
		doc = factory.refund(frappe.get_doc("Expense Resolution", name), [won])
		yield from self._approve(doc.doctype, doc.name)
		yield self.cashier
		settle(doc.doctype, doc.name)
		self.shadow.spend(subject, fund, self.sources[fund][1], -won, month)
		self.count += 1

	def transfer(self, month: int) -> Iterator[str]:
		"""자금이체 between two accounts; it names no fund source."""
		won = self.chance.randint(1, 10_000)
		pair = [self.bank, self.second_bank] if month % 2 else [self.second_bank, self.bank]
		yield self.accountant
		doc = factory.transfer(self.facility, *pair, won, accounting_year=self.year)
		yield from self._approve(doc.doctype, doc.name)
		yield self.accountant
		settle(doc.doctype, doc.name)
		self.shadow.move(*pair, won)
		self.count += 1

	def close(self, month: int) -> None:
		"""The head closes a month with what the shadow says that the banks say (통제 8)."""
		titles = dict(
			frappe.get_all(
				"Facility Bank Account", {"facility": self.facility}, ["name", "account_title"], as_list=True
			)
		)
		with factory.acting_as(self.head):
			factory.close_month(
				self.year, month, {titles[name]: won for name, won in self.shadow.accounts.items()}
			)

	# ---- the API -----------------------------------------------------------------------------------------------------

	def _receive(self, month: int, fund: str, won: int) -> Iterator[str]:
		subject, account = self.sources[fund]
		yield self.cashier
		name = self._insert("Income Resolution", bank_account=account, lines=[self._line(subject, fund, won)])
		yield from self._approve("Income Resolution", name)
		yield self.cashier
		settle("Income Resolution", name)
		self.shadow.receive(subject, fund, account, won, month)
		self.count += 1

	def _spend(self, month: int, subject: str, fund: str, won: int, **values) -> Iterator[str]:
		counter, account = self.sources[fund]
		line = {**self._line(subject, fund, won), "counter_subject": counter}
		values = {"payment_method": "Bank Transfer", "bank_account": account, **values}
		yield self.accountant
		name = self._insert("Expense Resolution", lines=[line], **values)
		yield from self._approve("Expense Resolution", name)
		yield self.accountant
		settle("Expense Resolution", name)
		self.shadow.spend(subject, fund, account, won, month)
		self.paid.append((name, subject, fund, won))
		self.count += 1

	def _lecture(self, month: int, gross: int) -> Iterator[str]:
		"""A lecturer is paid out of own money: 3.3 % stay in the account and are owed until they are paid on."""
		tax = gross * 3 // 100 // 10 * 10
		withheld = tax + tax // 10 // 10 * 10
		line = {**self._line(self.supplies, self.own, gross), "counter_subject": self.own_income}
		yield self.accountant
		if not self.lecturer:
			person = {"doctype": "Counterparty", "facility": self.facility, "kind": "Individual"}
			self.lecturer = insert({**person, "counterparty_name": "김강사"}).name
		name = self._insert(
			"Expense Resolution",
			lines=[line],
			payment_method="Bank Transfer",
			bank_account=self.bank,
			withholdings=[{"payee": self.lecturer, "income_kind": "Business Income", "gross": gross}],
			evidence_waiver_reason="강사료 지급명세서로 갈음",
		)
		yield from self._approve("Expense Resolution", name)
		yield self.accountant
		settle("Expense Resolution", name)
		self.shadow.spend(self.supplies, self.own, self.bank, gross, month)
		clearing = frappe.db.get_value(
			"Facility Bank Account", {"facility": self.facility, "purpose": "Withholding"}
		)
		self.shadow.move(clearing, self.bank, withheld)
		self.count += 1

	def _line(self, subject: str, fund: str, won: int) -> dict:
		return {"account_subject": subject, "program": self.program, "fund_source": fund, "amount": won}

	def _insert(self, doctype: str, **values) -> str:
		head = {"doctype": doctype, "facility": self.facility, "accounting_year": self.year}
		return insert({**head, "purpose": f"{doctype} {self.count}", **values}).name

	def _approve(self, doctype: str, name: str) -> Iterator[str]:
		decide(doctype, name, "Request Approval")
		yield self.head
		decide(doctype, name, "Approve")

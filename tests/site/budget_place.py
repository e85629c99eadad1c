"""A facility with a budget in force and the three who decide on what moves in it."""

import factory
import frappe
from factory import acting_as

from huimang.approval import service as approval
from huimang.approval.stages import IN_APPROVAL
from huimang.ledger import budget as ledger
from huimang.ledger.keys import BudgetKey

YEAR = 2026
TODAY = "2026-11-22"
# 사무비: 인건비 111 급여 · 운영비 131 여비, 132 수용비 — 재산조성비: 시설비 211
LINES = {"111": 5_000_000, "131": 1_000_000, "132": 1_000_000, "211": 1_000_000, "711": 2_000_000}


class Place:
	"""A facility with a budget in force, 담당, 사무국장 and 시설장."""

	def __init__(self, bars: tuple = (), **kw):
		self.facility = factory.make_facility(**kw)
		self.accountant, self.director, self.head = (
			self._appoint(role) for role in ("Accountant", "Office Director", "Facility Head")
		)
		lines = [self._line("Expense", code, amount) for code, amount in LINES.items()]
		lines.append(self._line("Revenue", "313", sum(LINES.values())))
		self.year = factory.books(self.facility, YEAR)
		self.budget = factory.approved_budget(self.facility, YEAR, lines)
		for code, kind in bars:
			self.budget.append("transfer_bars", {"account_subject": self.subject(code), "kind": kind})
			self.budget.transfer_bars[-1].db_insert()

	def _appoint(self, role: str) -> str:
		email = f"{role.split()[-1].lower()}-{frappe.generate_hash(length=6)}@example.com"
		return factory.make_user(email, self.facility, [role])

	def _line(self, side: str, code: str, amount: int, fund: str = "자부담") -> dict:
		subject = f"{self.facility}-{side[0]}-{code}"
		return {"side": side, "account_subject": subject, "fund_source": self.fund(fund), "amount": amount}

	def subject(self, code: str) -> str:
		return f"{self.facility}-E-{code}"

	def fund(self, name: str = "자부담") -> str:
		return f"{self.facility}-{name}"

	@property
	def program(self) -> str:
		return f"{self.facility}-공통(운영)"

	def key(self, code: str) -> BudgetKey:
		return BudgetKey(self.facility, self.year, "Expense", self.subject(code), self.program, self.fund())

	def left(self, code: str) -> int:
		return ledger.status(self.key(code)).left

	def line(self, source: str, target: str, amount: int, **kw) -> dict:
		return {
			"from_subject": self.subject(source),
			"from_program": self.program,
			"from_fund_source": self.fund(),
			"to_subject": self.subject(target),
			"amount": amount,
			**kw,
		}

	def draft(self, *lines: dict, **kw):
		values = {"facility": self.facility, "accounting_year": self.year, "transfer_date": TODAY}
		with acting_as(self.accountant):
			return frappe.get_doc(
				{"doctype": "Budget Transfer", "reason": "부족액 보충", "lines": lines, **values, **kw}
			).insert()

	def ask(self, doc):
		with acting_as(self.accountant):
			return approval.move_to(doc.doctype, doc.name, IN_APPROVAL)

	def decide(self, doc, *users: str, action: str = "Approve"):
		for user in users:
			with acting_as(user):
				doc = approval.decide(doc.doctype, doc.name, action, "")
		return doc

	def register(self, doc, **values):
		with acting_as(self.accountant):
			doc = frappe.get_doc(doc.doctype, doc.name)
			return doc.update(values).save()

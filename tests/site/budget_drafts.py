"""A facility that writes its budget: books are open, and nothing is in force."""

from functools import cached_property

import factory
import frappe
from factory import acting_as

from huimang.ledger import budget as ledger
from huimang.ledger.keys import BudgetKey

YEAR = 2026


class Place:
	"""A facility with 담당 and open books, without a budget; 사무국장 and 시설장 come when they are asked for."""

	def __init__(self, **kw):
		self.facility = factory.make_facility(**kw)
		self.accountant = self._appoint("Accountant")
		self.year = factory.books(self.facility, YEAR)

	@cached_property
	def director(self) -> str:
		return self._appoint("Office Director")

	@cached_property
	def head(self) -> str:
		return self._appoint("Facility Head")

	def _appoint(self, role: str) -> str:
		email = f"{role.split()[-1].lower()}-{frappe.generate_hash(length=6)}@example.com"
		return factory.make_user(email, self.facility, [role])

	def approve(self, doc):
		"""The budget approved by 사무국장 and 시설장."""
		assert self.director and self.head
		return factory.approve(doc)

	def line(self, side: str, code: str, amount: int | None = 1_000_000, fund: str = "보조금", **kw) -> dict:
		return {
			"side": side,
			"account_subject": f"{self.facility}-{side[0]}-{code}",
			"fund_source": f"{self.facility}-{fund}",
			"amount": amount,
			**kw,
		}

	def draft(self, *lines: dict, **kw):
		lines = lines or (self.line("Revenue", "313"), self.line("Expense", "131"))
		with acting_as(self.accountant):
			return factory.budget(self.facility, YEAR, list(lines), **kw)

	def told(self, doc):
		"""The draft with its meetings on record."""
		with acting_as(self.accountant):
			return doc.update(factory.meetings(doc, frappe.utils.nowdate())).save()

	def left(self, code: str, fund: str = "보조금") -> int:
		return ledger.status(self.key(code, fund)).left

	def key(self, code: str, fund: str = "보조금") -> BudgetKey:
		facility = self.facility
		return BudgetKey(
			facility,
			self.year,
			"Expense",
			f"{facility}-E-{code}",
			f"{facility}-공통(운영)",
			f"{facility}-{fund}",
		)

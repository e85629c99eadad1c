"""A year of a facility with six grants whose money is spent by card: uses, repeats and cancellations in any order, to settled grants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import card_house
import factory
import frappe
from subsidy_house import budgeted, receive
from test_subsidy_year import Year

from huimang.card import drafts
from huimang.ledger import verify
from huimang.money import won
from huimang.subsidy import queries

PER_RESOLUTION = 6
SUBSIDY = 700_000
"""What each grant has of its givers."""


class CardYear(Year):
	"""Six grants, and the uses of one card that are charged to them.

	:param count: uses of the whole year, their repeats and cancellations not counted.
	:param months: in which the card is used, November at the latest: no use lies in the future.
	"""

	def __init__(self, home, count: int, seed: int, months: Sequence[int] = range(1, 12)) -> None:
		super().__init__(home, seed)
		self.count, self.months, self.number = count, months, 0
		self.usual = SUBSIDY * len(self.grants) // count
		self.resolutions: list = []
		for grant in self.grants:
			receive(home, grant, SUBSIDY)
		budgeted(home, "Revenue", home.grant, home.subsidy, 10_000_000)

	def live(self) -> CardYear:
		"""Let the months pass; the books are looked at after each."""
		for at, month in enumerate(self.months):
			count = len(range(at, self.count, len(self.months)))
			uses = [self._use(month) for _use in range(count)]
			self._tell(uses)
			self._book(month)
			self._cancel_late(month)
			self.check()
		return self

	def _use(self, month: int):
		self.number += 1
		first = datetime(2026, month, 1, 9) + timedelta(hours=self.random.randrange(0, 20 * 24))
		return card_house.use(
			approval_no=f"{self.number:08d}",
			amount=self.random.randrange(self.usual // 4, self.usual * 7 // 4),
			approved_at=first,
		)

	def _tell(self, uses: list) -> None:
		"""The card company tells of uses, of some twice, of some that they were cancelled in part or whole, in any order."""
		told = list(uses)
		for use in uses:
			if self.random.random() < 0.1:
				told.append(use)
				self.happened["told twice"] += 1
			if self.random.random() < 0.08:
				amount = use.amount if self.random.random() < 0.5 else use.amount // 3
				at = use.approved_at + timedelta(hours=1)
				told += [self._cancellation(use, amount, at)] * self.random.choice((1, 2))
				self.happened["cancelled"] += 1
		self.random.shuffle(told)
		for use in told:
			card_house.record(self.home, use)

	def _cancellation(self, use, amount: int, at: datetime):
		return card_house.use(
			kind="Cancellation",
			approval_no=use.approval_no,
			amount=amount,
			approved_at=at,
			cancellation_no="1",
		)

	def _book(self, month: int) -> None:
		"""Draft, approve and pay what is left of the month's uses, grant by grant."""
		waiting = frappe.get_all(
			"Card Transaction",
			{"facility": self.home.facility, "kind": "Approval", "status": "Unmatched"},
			pluck="name",
			order_by="approved_at, name",
			limit_page_length=0,
		)
		portions = [waiting[at : at + PER_RESOLUTION] for at in range(0, len(waiting), PER_RESOLUTION)]
		for at, names in enumerate(portions):
			grant = self.grants[(month + at) % len(self.grants)]
			place = {
				"account_subject": self.home.supplies,
				"program": self.home.program,
				"fund_source": self.home.subsidy,
				"counter_subject": self.home.grant,
				"subsidy_grant": grant.name,
			}
			frappe.db.savepoint("booked")
			try:
				with factory.acting_as(self.home.accountant):
					doc = frappe.get_doc("Expense Resolution", drafts.draft(names, place))
				self.resolutions.append(factory.settle(factory.approve(doc)))
				self.happened["paid"] += 1
			except frappe.ValidationError:
				frappe.db.rollback(save_point="booked")
				self.happened["refused"] += 1

	def _cancel_late(self, month: int) -> None:
		"""The shop takes something back that is paid for already: the money comes back as a refund of the resolution (여입)."""
		if not self.resolutions or self.random.random() < 0.5:
			return
		doc = self.resolutions.pop(self.random.randrange(len(self.resolutions)))
		use = frappe.get_doc("Card Transaction", {"expense_resolution": doc.name, "net_amount": (">", 0)})
		taken = won(use.net_amount)
		told = card_house.use(approval_no=use.approval_no, amount=taken)
		card_house.record(self.home, self._cancellation(told, taken, datetime(2026, month, 22, 18)))
		amounts = [taken if line.name == use.resolution_row else 0 for line in doc.lines]
		factory.settle(factory.approve(factory.refund(doc, amounts)))
		self.happened["refunded"] += 1

	def check(self) -> None:
		"""The grants' sums are the ledger's, and what the ledger says was spent is what the uses of the card come to."""
		super().check()
		by_grant: Counter = Counter()
		for grant, net in frappe.db.sql(
			"""SELECT line.subsidy_grant, SUM(u.net_amount) FROM `tabCard Transaction` u
			JOIN `tabExpense Resolution Line` line ON line.name = u.resolution_row
			JOIN `tabExpense Resolution` doc ON doc.name = u.expense_resolution AND doc.stage = 'Settled'
			WHERE u.facility = %s AND u.kind = 'Approval' GROUP BY line.subsidy_grant""",
			self.home.facility,
		):
			by_grant[grant] = int(net)
		spent = {grant.name: queries.books(grant.name).total_spent for grant in self.grants}
		assert spent == {name: by_grant[name] for name in spent}

	def settle(self) -> list:
		"""Settle every grant, have its amount fixed and pay its rest back; return the settlements."""
		settled = [self.close(grant) for grant in self.grants]
		# the budget of this house was put there by hand, so it is in no document
		assert not [found for found in verify.verify(self.home.facility) if found.kind != "budget"]
		return settled

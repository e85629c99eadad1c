"""What the documents that move money have in common, and what Expense Resolution and Income Resolution have: nearly everything."""

from __future__ import annotations

from typing import ClassVar

import frappe

from huimang.approval.document import ApprovalDocument
from huimang.approval.guard import Refusal
from huimang.approval.stages import SETTLED
from huimang.approval.turn import Turn
from huimang.resolutions import assist, checks, content, evidence, refunds, requests, service
from huimang.resolutions.kinds import Kind
from huimang.subsidy import charges


class Written(ApprovalDocument):
	"""A document of an accountant: it bears who wrote it, and keeps the files of its evidence."""

	def __setup__(self) -> None:
		self.flags.ignore_links = content.knows_all_links(self)

	def before_insert(self) -> None:
		super().before_insert()
		self.writer = frappe.session.user

	def on_update(self) -> None:
		if not self.flags.turn:
			evidence.adopt_files(self)
		super().on_update()


class Reserving(Written):
	"""A document whose lines hold budget from its request on."""

	def budget_at_a_glance(self) -> list[dict]:
		return assist.glance(self)

	def on_request(self, turn: Turn) -> None:
		service.set_aside(self)

	def on_return(self, turn: Turn) -> None:
		service.give_back(self)


class MoneyDocument(Written):
	"""A document by which money moves: numbered and ordered by its last approval, carried out by 출납, taken back by cancelling.

	It has these fields besides those of ApprovalDocument: purpose, accounting_year, accounting_unit, writer,
	proposal_date, approval_date, registration_date, resolution_no, final_approver, the cancellation's, evidence, and those
	that its kind names. A subclass checks it, sets its budget aside and posts it.
	"""

	kind: Kind
	DECIDED_FIELDS = frozenset(
		{
			*("resolution_no", "writer", "approval_date", "final_approver"),
			*("payment_date", "payer", "receipt_date", "receiver", "transfer_date"),
			*("refund_date", "handler", "accounted_on", "accounted_amount"),
			*("cancellation_date", "cancellation_reason"),
			*("taken_over", "former_no", "import_key"),
		}
	)

	def bar(self, user: str, stage: str) -> Refusal | None:
		return service.bar_from_money(self, user) if stage == SETTLED else None

	def before_update_after_submit(self) -> None:
		super().before_update_after_submit()
		checks.require_registration_order(self)

	def before_approve(self, turn: Turn) -> None:
		service.seal(self)

	def before_revoke(self, turn: Turn) -> None:
		service.note_cancellation(self, turn)

	def on_revoke(self, turn: Turn) -> None:
		service.take_back(self, turn)


class Resolution(Reserving, MoneyDocument):
	"""수입결의서 or 지출결의서. Held by its approval; posted to the ledger by 출납."""

	kind: ClassVar[Kind]

	def onload(self) -> None:
		super().onload()
		self.set_onload("evidence_required_from", content.evidence_required_from(self.facility))

	def validate_content(self) -> None:
		requests.complete_resolution(self)
		content.complete(self)

	def before_request(self, turn: Turn) -> None:
		requests.lock(self)
		charges.lock(self)
		checks.require_ready(self)
		requests.take_over(self)

	def before_settle(self, turn: Turn) -> None:
		service.prepare_settlement(self, turn)

	def on_settle(self, turn: Turn) -> None:
		service.book(self)

	def before_revoke(self, turn: Turn) -> None:
		refunds.require_no_refunds(self)
		super().before_revoke(turn)

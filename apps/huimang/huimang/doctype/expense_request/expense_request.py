"""품의서: see huimang.resolutions.requests; what it takes of gifts: see huimang.donation.use."""

from __future__ import annotations

import frappe

from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.donation import use
from huimang.resolutions import assist, content, evidence, requests, service
from huimang.resolutions.kinds import REQUEST


class ExpenseRequest(ApprovalDocument):
	kind = REQUEST
	DECIDED_FIELDS = frozenset(
		{
			*("request_no", "writer", "cause_date", "approval_date", "final_approver"),
			*("remaining_amount", "finished_on", "finish_reason"),
			*("cancellation_date", "cancellation_reason"),
		}
	)

	def __setup__(self) -> None:
		self.flags.ignore_links = content.knows_all_links(self)

	def before_insert(self) -> None:
		super().before_insert()
		self.writer = frappe.session.user

	def on_update(self) -> None:
		if not self.flags.turn:
			evidence.adopt_files(self)
		super().on_update()

	def budget_at_a_glance(self) -> list[dict]:
		return assist.glance(self)

	def validate_content(self) -> None:
		requests.complete(self)
		use.warn(self)

	def before_request(self, turn: Turn) -> None:
		use.lock(self)
		requests.require_ready(self)

	def on_request(self, turn: Turn) -> None:
		service.set_aside(self)

	def on_return(self, turn: Turn) -> None:
		service.give_back(self)

	def before_approve(self, turn: Turn) -> None:
		requests.seal(self)

	def before_revoke(self, turn: Turn) -> None:
		requests.prepare_cancellation(self, turn)

	def on_revoke(self, turn: Turn) -> None:
		requests.release_rest(self)

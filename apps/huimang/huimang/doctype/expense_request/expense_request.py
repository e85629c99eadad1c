"""품의서: see huimang.resolutions.requests; what it takes of gifts: see huimang.donation.use."""

from __future__ import annotations

from huimang.approval.turn import Turn
from huimang.donation import use
from huimang.resolutions import requests
from huimang.resolutions.document import Reserving
from huimang.resolutions.kinds import REQUEST


class ExpenseRequest(Reserving):
	kind = REQUEST
	DECIDED_FIELDS = frozenset(
		{
			*("request_no", "writer", "cause_date", "approval_date", "final_approver"),
			*("remaining_amount", "finished_on", "finish_reason"),
			*("cancellation_date", "cancellation_reason"),
		}
	)

	def validate_content(self) -> None:
		requests.complete(self)
		use.warn(self)

	def before_request(self, turn: Turn) -> None:
		use.lock(self)
		requests.require_ready(self)

	def before_approve(self, turn: Turn) -> None:
		requests.seal(self)

	def before_revoke(self, turn: Turn) -> None:
		requests.prepare_cancellation(self, turn)

	def on_revoke(self, turn: Turn) -> None:
		requests.release_rest(self)

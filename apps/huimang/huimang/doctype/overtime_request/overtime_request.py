"""시간외근무 신청서: see huimang.personnel.overtime."""

from huimang.approval.document import ApprovalDocument
from huimang.approval.guard import Refusal
from huimang.approval.turn import Turn
from huimang.personnel import overtime, persons


class OvertimeRequest(persons.AfterPerson, ApprovalDocument):
	DECIDED_FIELDS = frozenset({"cancellation_reason"})

	def bar(self, user: str, stage: str) -> Refusal | None:
		return persons.bar_own(self, user, stage)

	def before_insert(self) -> None:
		persons.default_to_own(self)
		super().before_insert()

	def validate_content(self) -> None:
		overtime.complete(self)

	def before_request(self, turn: Turn) -> None:
		overtime.require_possible(self)

	def before_approve(self, turn: Turn) -> None:
		overtime.require_possible(self)

	def on_approve(self, turn: Turn) -> None:
		overtime.credit(self)

	def before_revoke(self, turn: Turn) -> None:
		self.cancellation_reason = turn.comment

	def on_revoke(self, turn: Turn) -> None:
		overtime.take_back(self)

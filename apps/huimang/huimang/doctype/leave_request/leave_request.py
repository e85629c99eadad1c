"""휴가 신청서: see huimang.personnel.leave."""

from huimang.approval.document import ApprovalDocument
from huimang.approval.guard import Refusal
from huimang.approval.turn import Turn
from huimang.personnel import leave, persons


class LeaveRequest(persons.AfterPerson, ApprovalDocument):
	DECIDED_FIELDS = frozenset({"cancellation_reason"})

	def bar(self, user: str, stage: str) -> Refusal | None:
		return persons.bar_own(self, user, stage)

	def before_insert(self) -> None:
		persons.default_to_own(self)
		super().before_insert()

	def validate_content(self) -> None:
		leave.complete(self)

	def before_request(self, turn: Turn) -> None:
		leave.require_possible(self)

	def before_approve(self, turn: Turn) -> None:
		leave.require_possible(self)

	def before_revoke(self, turn: Turn) -> None:
		self.cancellation_reason = turn.comment

"""What employees apply for, leave and overtime, has in common: it is about its employee, who does not decide on it."""

from __future__ import annotations

from huimang.approval.document import ApprovalDocument
from huimang.approval.guard import Refusal
from huimang.approval.turn import Turn
from huimang.personnel import persons


class Application(persons.AfterPerson, ApprovalDocument):
	"""An application of an employee. A subclass fills it in (`validate_content`) and says what speaks against it."""

	DECIDED_FIELDS = frozenset({"cancellation_reason"})

	def require_possible(self) -> None:
		"""Refuse what the law or what is left does not allow; asked at the request and again when it is approved."""
		raise NotImplementedError

	def bar(self, user: str, stage: str) -> Refusal | None:
		return persons.bar_own(self, user, stage)

	def before_insert(self) -> None:
		persons.default_to_own(self)
		super().before_insert()

	def before_request(self, turn: Turn) -> None:
		self.require_possible()

	def before_approve(self, turn: Turn) -> None:
		self.require_possible()

	def before_revoke(self, turn: Turn) -> None:
		self.cancellation_reason = turn.comment

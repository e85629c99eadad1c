"""A decision, and the turn that a document takes by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from huimang.approval.stages import APPROVED, CANCELLED, DRAFT, IN_APPROVAL, ORDER, SETTLED

REQUESTED = "Requested"
APPROVED_BY = "Approved"
RETURNED = "Returned"
WITHDRAWN = "Withdrawn"
SETTLED_BY = "Settled"
CANCELLED_BY = "Cancelled"

NEEDS_REASON = frozenset({RETURNED, CANCELLED_BY})
"""Decisions that are refused without a comment."""


@dataclass(frozen=True, slots=True)
class Decision:
	"""What a user has chosen: a transition of the workflow, what they say to it, and values that go with it.

	Only code can make one: it is how a controller tells a decision from a field that somebody filled in.
	"""

	transition: Any
	comment: str = ""
	values: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
	"""One decision, seen from the document: where it stood, where it goes, as whose doing, and in whose place (대결)."""

	from_state: str
	to_state: str
	from_stage: str
	to_stage: str
	decision: str
	role: str
	comment: str
	values: dict
	deputy_for: str | None = None

	@property
	def entered(self) -> tuple[str, ...]:
		"""The stages that the document enters on its way forward, in their order."""
		if self.to_stage not in ORDER or self.from_stage not in ORDER:
			return ()
		return ORDER[ORDER.index(self.from_stage) + 1 : ORDER.index(self.to_stage) + 1]

	@property
	def returns(self) -> bool:
		"""The document goes back to its writer."""
		return self.from_stage == IN_APPROVAL and self.to_stage == DRAFT

	@property
	def revokes(self) -> bool:
		"""The document is cancelled."""
		return self.to_stage == CANCELLED

	@property
	def approves(self) -> bool:
		"""Somebody vouches for the document: the decision that one's own documents are barred from."""
		return self.decision == APPROVED_BY or APPROVED in self.entered


def decision_between(from_stage: str, to_stage: str, by_writer: bool) -> str | None:
	"""Return what a move between two stages is called; None for one that there is not."""
	if to_stage == CANCELLED:
		return CANCELLED_BY if from_stage in (APPROVED, SETTLED) else None
	if from_stage == IN_APPROVAL and to_stage == DRAFT:
		return WITHDRAWN if by_writer else RETURNED
	if from_stage not in ORDER or ORDER.index(to_stage) < ORDER.index(from_stage):
		return None
	if to_stage == SETTLED:
		return SETTLED_BY if from_stage != SETTLED else None
	if from_stage == DRAFT:
		return {DRAFT: None, IN_APPROVAL: REQUESTED}.get(to_stage, APPROVED_BY)
	return APPROVED_BY

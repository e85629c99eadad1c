"""What a document of an approval line adds to its decisions: the methods that its controller may fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huimang.money import won

if TYPE_CHECKING:
	from huimang.approval.guard import Refusal
	from huimang.approval.turn import Turn


class Effects:
	"""Each method runs inside the transaction of the decision. The `before_…` ones check and may set fields; the `on_…` ones run
	when the document has been written and move money.
	"""

	DECIDED_FIELDS: frozenset[str] = frozenset()
	"""Fields of the subclass that decisions fill in: nobody else may."""

	def bar(self, user: str, stage: str) -> Refusal | None:
		"""Return why `user` may not take this document to `stage`, though their role is the right one."""
		return None

	@property
	def is_mere_record(self) -> bool:
		"""Whether the document tells what has happened and nobody has to vouch for it: its writer enters it alone."""
		return False

	def only_carries_out(self, turn: Turn) -> bool:
		"""Return whether a turn puts into effect what others have decided since the user approved it in the same role."""
		return False

	def validate_content(self) -> None:
		"""Check and complete what the writer entered. Runs on every save of a draft."""

	def before_request(self, turn: Turn) -> None:
		"""Draft → In Approval: is the document ready to be asked for?"""

	def on_request(self, turn: Turn) -> None:
		"""Draft → In Approval."""

	def before_approve(self, turn: Turn) -> None:
		"""→ Approved (결재완료): numbers and dates."""

	def on_approve(self, turn: Turn) -> None:
		"""→ Approved."""

	def before_settle(self, turn: Turn) -> None:
		"""→ Settled (출납): may this person pay or receive, on that day?"""

	def on_settle(self, turn: Turn) -> None:
		"""→ Settled."""

	def on_return(self, turn: Turn) -> None:
		"""In Approval → Draft (반려, 회수)."""

	def before_revoke(self, turn: Turn) -> None:
		"""Approved or Settled → Cancelled."""

	def on_revoke(self, turn: Turn) -> None:
		"""Approved or Settled → Cancelled."""

	def budget_at_a_glance(self) -> list[dict]:
		"""Return what the budget says to the document's lines, for whoever is to decide: dicts with label, appropriated, left
		and left_after in won. Nothing for a document that draws on no budget."""
		return []

	@property
	def approval_amount(self) -> int | None:
		"""The won that the document is about, by which 전결 goes; None for one that is about no amount."""
		return won(self.get("total_amount") or 0) if self.meta.has_field("total_amount") else None

from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.property import events


class AssetEvent(ApprovalDocument):
	"""What happens to assets: moved, repaired, improved, condemned, sold, scrapped, lost, handed over (제39조–제41조)."""

	DECIDED_FIELDS = frozenset({"event_no", "approved_on", "cancelled_on", "income_resolution"})

	@property
	def is_mere_record(self) -> bool:
		return not self.needs_decision

	def validate_content(self) -> None:
		events.complete(self)

	def before_request(self, turn: Turn) -> None:
		events.require_ready(self)

	def before_approve(self, turn: Turn) -> None:
		events.seal(self)

	def on_approve(self, turn: Turn) -> None:
		events.carry_out(self)

	def before_revoke(self, turn: Turn) -> None:
		events.require_last(self)

	def on_revoke(self, turn: Turn) -> None:
		events.take_back(self)

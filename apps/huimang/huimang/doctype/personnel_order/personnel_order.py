from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.personnel import orders


class PersonnelOrder(ApprovalDocument):
	"""발령: hires, promotes, moves or releases employees from a day on; the cards follow once it is approved."""

	DECIDED_FIELDS = frozenset({"order_no", "approved_on", "cancelled_on"})

	def validate_content(self) -> None:
		orders.complete(self)

	def before_request(self, turn: Turn) -> None:
		orders.require_fitting(self)

	def before_approve(self, turn: Turn) -> None:
		orders.require_fitting(self)
		orders.number(self)

	def on_approve(self, turn: Turn) -> None:
		orders.follow(self)

	def before_revoke(self, turn: Turn) -> None:
		orders.mark_cancelled(self)

	def on_revoke(self, turn: Turn) -> None:
		orders.follow(self)

"""소모품 출납: see huimang.property.stock."""

from huimang.approval.document import ApprovalDocument
from huimang.approval.stages import APPROVED
from huimang.approval.turn import Turn
from huimang.property import stock


class ConsumableMovement(ApprovalDocument):
	"""Goods that go in or out of stock; its approval is the order of it (출납명령, 제40조)."""

	DECIDED_FIELDS = frozenset({"cancellation_reason", "source_doctype", "source_name"})

	@classmethod
	def load_locked(cls, doctype: str, name: str) -> ApprovalDocument:
		"""Decisions on an item come one after the other: the items are locked first, always."""
		stock.lock_items_of(name)
		return super().load_locked(doctype, name)

	def validate_content(self) -> None:
		stock.complete(self)

	def before_request(self, turn: Turn) -> None:
		stock.require_possible(self)

	def before_approve(self, turn: Turn) -> None:
		stock.require_possible(self)

	def on_approve(self, turn: Turn) -> None:
		stock.apply(self)

	def before_revoke(self, turn: Turn) -> None:
		self.cancellation_reason = turn.comment

	def on_revoke(self, turn: Turn) -> None:
		stock.take_back(self)

	def before_insert(self) -> None:
		super().before_insert()
		if self._is_ordered():
			self.source_doctype, self.source_name = self.flags.order.doctype, self.flags.order.name

	def check_permission(self, permtype: str = "read", permlevel: int | None = None) -> None:
		if permtype == "submit" and self._is_ordered():
			permtype = "create"
		super().check_permission(permtype, permlevel)

	def _begin(self) -> Turn | None:
		"""What an approved document has ordered needs no second approval."""
		if not self._is_ordered():
			return super()._begin()
		self.stage, self.workflow_state = APPROVED, stock.approved_state()
		return None

	def _is_ordered(self) -> bool:
		return self.is_new() and isinstance(self.flags.order, stock.Order)

"""급여대장의 한 달: see huimang.personnel.payroll."""

from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.personnel.payroll import service, slips, standing


class PayrollRun(ApprovalDocument):
	DECIDED_FIELDS = frozenset()

	def validate_content(self) -> None:
		service.complete(self)

	def before_request(self, turn: Turn) -> None:
		service.require_ready(self)

	def on_approve(self, turn: Turn) -> None:
		slips.set_status(self.name, standing.CONFIRMED)

	def on_settle(self, turn: Turn) -> None:
		service.make_resolutions(self)

	def before_revoke(self, turn: Turn) -> None:
		service.require_unpaid(self)

	def on_revoke(self, turn: Turn) -> None:
		slips.set_status(self.name, standing.CANCELLED, release=True)

	def on_trash(self) -> None:
		super().on_trash()
		slips.remove(self.name)

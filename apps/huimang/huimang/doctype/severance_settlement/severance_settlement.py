"""퇴직금 정산: see huimang.personnel.severance."""

from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.personnel.severance import service


class SeveranceSettlement(ApprovalDocument):
	def validate_content(self) -> None:
		service.complete(self)

	def before_request(self, turn: Turn) -> None:
		service.require_ready(self)

	def on_settle(self, turn: Turn) -> None:
		service.make_resolution(self)

	def before_revoke(self, turn: Turn) -> None:
		service.require_unpaid(self)

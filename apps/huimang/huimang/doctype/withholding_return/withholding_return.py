"""원천징수이행상황신고서: see huimang.tax.returns."""

from huimang.approval.turn import Turn
from huimang.resolutions.document import MoneyDocument
from huimang.resolutions.kinds import WITHHOLDING
from huimang.tax import returns


class WithholdingReturn(MoneyDocument):
	kind = WITHHOLDING

	def validate_content(self) -> None:
		returns.complete(self)

	def before_request(self, turn: Turn) -> None:
		returns.require_ready(self)

	def before_approve(self, turn: Turn) -> None:
		returns.require_current(self)
		super().before_approve(turn)

	def before_settle(self, turn: Turn) -> None:
		returns.prepare_settlement(self, turn)

	def on_settle(self, turn: Turn) -> None:
		returns.book(self)

	def before_revoke(self, turn: Turn) -> None:
		returns.require_last(self)
		super().before_revoke(turn)

	def on_revoke(self, turn: Turn) -> None:
		returns.take_back(self, turn)

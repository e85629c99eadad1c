"""자금이체결의서: see huimang.resolutions.transfers."""

from huimang.approval.turn import Turn
from huimang.money import won
from huimang.resolutions import transfers
from huimang.resolutions.document import MoneyDocument
from huimang.resolutions.kinds import TRANSFER


class FundTransfer(MoneyDocument):
	kind = TRANSFER

	@property
	def approval_amount(self) -> int:
		return won(self.amount or 0)

	def validate_content(self) -> None:
		transfers.complete(self)

	def before_request(self, turn: Turn) -> None:
		transfers.require_ready(self)

	def before_settle(self, turn: Turn) -> None:
		transfers.prepare_settlement(self, turn)

	def on_settle(self, turn: Turn) -> None:
		transfers.book(self)

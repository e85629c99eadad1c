"""여입결의서 · 반납결의서: see huimang.resolutions.refunds; what of gifts goes back: see huimang.donation.returns."""

from huimang.approval.stages import SETTLED
from huimang.approval.turn import Turn
from huimang.donation import returns
from huimang.resolutions import refunds
from huimang.resolutions.document import MoneyDocument
from huimang.resolutions.kinds import EXPENSE_REFUND, REFUNDS, Kind


class RefundResolution(MoneyDocument):
	@property
	def kind(self) -> Kind:
		return REFUNDS.get(self.refund_type, EXPENSE_REFUND)

	def validate_content(self) -> None:
		refunds.complete(self)

	def before_request(self, turn: Turn) -> None:
		returns.require_free(self)
		refunds.require_ready(self)

	def on_return(self, turn: Turn) -> None:
		refunds.give_back(self)

	def before_settle(self, turn: Turn) -> None:
		refunds.prepare_settlement(self, turn)

	def on_settle(self, turn: Turn) -> None:
		refunds.book(self)
		returns.note(self, +1)

	def on_revoke(self, turn: Turn) -> None:
		refunds.take_back(self, turn)
		if turn.from_stage == SETTLED:
			returns.note(self, -1)

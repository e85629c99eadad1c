"""지출결의서: see huimang.resolutions; what is withheld from the persons whom it pays: see huimang.tax; what
it pays of a payroll or as severance: see huimang.personnel; what it takes of gifts: see huimang.donation.use;
which uses of cards it pays for: see huimang.card."""

from huimang.approval.turn import Turn
from huimang.card import links as cards
from huimang.donation import use
from huimang.personnel.payroll import payment
from huimang.personnel.severance import payment as severance
from huimang.resolutions import service
from huimang.resolutions.document import Resolution
from huimang.resolutions.kinds import EXPENSE
from huimang.tax import payees


class ExpenseResolution(Resolution):
	kind = EXPENSE
	DECIDED_FIELDS = Resolution.DECIDED_FIELDS | {"card_uses"}

	def validate_content(self) -> None:
		super().validate_content()
		payees.complete(self)
		payment.complete(self)
		severance.complete(self)
		use.warn(self)

	def before_request(self, turn: Turn) -> None:
		use.lock(self)
		super().before_request(turn)
		payees.require_ready(self)
		cards.require_ready(self)

	def before_settle(self, turn: Turn) -> None:
		super().before_settle(turn)
		payees.check_settlement(self)
		payment.check_settlement(self)
		severance.check_settlement(self)
		cards.check_settlement(self)

	def on_settle(self, turn: Turn) -> None:
		service.book(self, [*payees.postings(self), *payment.postings(self), *severance.postings(self)])
		cards.follow(self)

	def before_revoke(self, turn: Turn) -> None:
		super().before_revoke(turn)
		payment.release(self)
		severance.release(self)
		cards.release(self)

	def on_trash(self) -> None:
		super().on_trash()
		cards.release(self)

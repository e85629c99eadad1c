"""수입결의서: see huimang.resolutions; what it receives of gifts: see huimang.donation.booking."""

from huimang.approval.turn import Turn
from huimang.donation import booking
from huimang.resolutions import service
from huimang.resolutions.document import Resolution
from huimang.resolutions.kinds import INCOME


class IncomeResolution(Resolution):
	kind = INCOME

	def validate_content(self) -> None:
		super().validate_content()
		booking.complete(self)

	def on_settle(self, turn: Turn) -> None:
		service.book(self, about=booking.references(self))
		booking.note_booked(self)

	def on_revoke(self, turn: Turn) -> None:
		super().on_revoke(turn)
		booking.release(self.name)

	def on_trash(self) -> None:
		super().on_trash()
		booking.release(self.name)

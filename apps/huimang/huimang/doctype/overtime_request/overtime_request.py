"""시간외근무 신청서: see huimang.personnel.overtime."""

from huimang.approval.turn import Turn
from huimang.personnel import overtime
from huimang.personnel.applications import Application


class OvertimeRequest(Application):
	def validate_content(self) -> None:
		overtime.complete(self)

	def require_possible(self) -> None:
		overtime.require_possible(self)

	def on_approve(self, turn: Turn) -> None:
		overtime.credit(self)

	def on_revoke(self, turn: Turn) -> None:
		overtime.take_back(self)

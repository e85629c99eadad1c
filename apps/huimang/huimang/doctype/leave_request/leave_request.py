"""휴가 신청서: see huimang.personnel.leave."""

from huimang.personnel import leave
from huimang.personnel.applications import Application


class LeaveRequest(Application):
	def validate_content(self) -> None:
		leave.complete(self)

	def require_possible(self) -> None:
		leave.require_possible(self)

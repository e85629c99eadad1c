from frappe.model.document import Document

from huimang.personnel import schedules


class DutyRoster(Document):
	"""Somebody's duty of one day (근무표): it goes before the schedule of the week."""

	def autoname(self) -> None:
		self.name = f"{self.employee}-{self.duty_date}"

	def validate(self) -> None:
		schedules.check_duty(self)

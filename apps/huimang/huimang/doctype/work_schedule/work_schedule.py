from frappe.model.document import Document

from huimang.personnel import schedules


class WorkSchedule(Document):
	"""When people work by their contract (고정·교대·단시간): see huimang.personnel.schedules."""

	def validate(self) -> None:
		schedules.check(self)

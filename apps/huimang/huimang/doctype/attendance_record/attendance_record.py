from frappe.model.document import Document

from huimang.personnel import attendance


class AttendanceRecord(Document):
	"""One person's day at work (출근부): see huimang.personnel.attendance."""

	def autoname(self) -> None:
		self.name = f"{self.employee}-{self.work_date}"

	def validate(self) -> None:
		attendance.check(self)

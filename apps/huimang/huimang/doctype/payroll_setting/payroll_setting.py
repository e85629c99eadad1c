"""급여 설정 of a facility: see huimang.personnel.payroll.masters."""

from frappe.model.document import Document

from huimang.personnel.payroll import masters


class PayrollSetting(Document):
	def validate(self) -> None:
		masters.check_setting(self)

	def after_insert(self) -> None:
		masters.plant_items(self.facility)

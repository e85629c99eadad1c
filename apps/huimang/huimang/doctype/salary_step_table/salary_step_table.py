"""호봉표: see huimang.personnel.payroll.masters."""

from frappe.model.document import Document

from huimang.personnel.payroll import masters


class SalaryStepTable(Document):
	def validate(self) -> None:
		masters.complete_steps(self)

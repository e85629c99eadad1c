"""개인별 급여: what somebody's pay consists of from a day on."""

from frappe.model.document import Document

from huimang.personnel.payroll import masters


class EmployeePay(Document):
	def validate(self) -> None:
		masters.check_pay(self)

"""변동자료: hours and amounts of one month."""

from frappe.model.document import Document

from huimang.personnel.payroll import masters


class PayrollInput(Document):
	def validate(self) -> None:
		masters.check_input(self)

	def on_trash(self) -> None:
		masters.refuse_paid_month(self)

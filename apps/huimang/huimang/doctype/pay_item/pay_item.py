"""급여항목: what it is by law is told by its flags, never by its name."""

from frappe.model.document import Document

from huimang.personnel.payroll import masters


class PayItem(Document):
	def validate(self) -> None:
		masters.check_item(self)

"""도입 전 급여: a month that was paid before the facility began here."""

from frappe.model.document import Document

from huimang.personnel.payroll import opening


class OpeningPay(Document):
	def validate(self) -> None:
		opening.check(self)

"""연말정산 결과: see huimang.personnel.filings.year_end."""

from frappe.model.document import Document

from huimang.personnel.filings import year_end


class YearendAdjustment(Document):
	def validate(self) -> None:
		year_end.complete(self)

	def on_trash(self) -> None:
		year_end.refuse_once_paid(self)

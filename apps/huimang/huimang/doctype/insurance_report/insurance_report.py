"""4대보험 신고서: see huimang.personnel.filings.insurance_report."""

from frappe.model.document import Document

from huimang.personnel.filings import insurance_report


class InsuranceReport(Document):
	def validate(self) -> None:
		insurance_report.complete(self)

	def on_update(self) -> None:
		insurance_report.note_filing(self)

	def on_trash(self) -> None:
		insurance_report.refuse_deletion(self)

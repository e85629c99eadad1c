"""Rows of Insurance Report."""

from frappe.model.document import Document


class InsuranceReportRow(Document):
	pass

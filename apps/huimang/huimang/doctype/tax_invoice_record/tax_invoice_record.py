import frappe
from frappe.model.document import Document

from huimang.tax import invoices


class TaxInvoiceRecord(Document):
	"""세금계산서, 계산서 or 현금영수증 that a facility received or issued. Its money moves by resolutions only."""

	def validate(self) -> None:
		invoices.complete(self)
		invoices.refuse_twin(self)
		invoices.check_link(self)


def on_doctype_update() -> None:
	"""One invoice is there once, however often its list is uploaded, and by whoever at the same time."""
	frappe.db.add_unique("Tax Invoice Record", ["facility", "record_key"])

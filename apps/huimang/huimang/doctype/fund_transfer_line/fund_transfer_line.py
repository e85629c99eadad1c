from frappe.model.document import Document


class FundTransferLine(Document):
	pass

from frappe.model.document import Document


class DonationReceiptLine(Document):
	"""A gift on a receipt."""

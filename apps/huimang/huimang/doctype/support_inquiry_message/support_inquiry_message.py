from frappe.model.document import Document


class SupportInquiryMessage(Document):
	"""What asker or operator wrote, a row of Support Inquiry."""

from frappe.model.document import Document


class AccessReviewRow(Document):
	"""Something in a month's access log that somebody should look at."""

from frappe.model.document import Document


class ApprovalLine(Document):
	"""결재란: the boxes that a facility's printed documents of one kind bear."""

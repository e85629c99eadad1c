from frappe.model.document import Document


class ResolutionEvidence(Document):
	pass

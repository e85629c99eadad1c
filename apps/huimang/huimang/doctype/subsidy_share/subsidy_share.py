from frappe.model.document import Document


class SubsidyShare(Document):
	pass

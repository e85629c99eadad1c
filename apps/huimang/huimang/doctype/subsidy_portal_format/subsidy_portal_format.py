from frappe.model.document import Document


class SubsidyPortalFormat(Document):
	pass

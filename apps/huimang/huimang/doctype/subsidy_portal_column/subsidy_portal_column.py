from frappe.model.document import Document


class SubsidyPortalColumn(Document):
	pass

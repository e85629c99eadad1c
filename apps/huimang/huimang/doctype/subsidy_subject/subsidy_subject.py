from frappe.model.document import Document


class SubsidySubject(Document):
	pass

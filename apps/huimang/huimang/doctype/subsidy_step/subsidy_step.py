from frappe.model.document import Document


class SubsidyStep(Document):
	pass

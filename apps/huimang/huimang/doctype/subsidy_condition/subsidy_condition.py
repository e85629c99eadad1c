from frappe.model.document import Document


class SubsidyCondition(Document):
	pass

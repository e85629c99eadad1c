from frappe.model.document import Document


class SubsidyDisallowance(Document):
	pass

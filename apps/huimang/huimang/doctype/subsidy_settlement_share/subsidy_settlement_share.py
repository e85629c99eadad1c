from frappe.model.document import Document


class SubsidySettlementShare(Document):
	pass

from frappe.model.document import Document


class CorporateCardSubject(Document):
	pass

from frappe.model.document import Document


class DonatedGoodsUse(Document):
	pass

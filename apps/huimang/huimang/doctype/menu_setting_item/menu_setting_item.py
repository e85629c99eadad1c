from frappe.model.document import Document


class MenuSettingItem(Document):
	"""A menu of a role: whether it is shown, and by its row where it stands."""

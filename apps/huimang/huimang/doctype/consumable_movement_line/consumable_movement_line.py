from frappe.model.document import Document


class ConsumableMovementLine(Document):
	"""An item of a movement."""

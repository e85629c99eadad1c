from frappe.model.document import Document


class AssetEventLine(Document):
	"""One of the assets that an event is about, and how it stood before."""

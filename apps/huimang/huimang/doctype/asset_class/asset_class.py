from frappe.model.document import Document


class AssetClass(Document):
	"""물품·재산 분류: the useful life, the service life and the kind of what is registered under it."""

from frappe.model.document import Document


class FacilityImportRecord(Document):
	"""A record that an import made or changed, so that it can be undone."""

from frappe.model.document import Document


class FacilityImport(Document):
	"""A file that was taken over (자료 올리기 기록): huimang.migration.imports writes it."""

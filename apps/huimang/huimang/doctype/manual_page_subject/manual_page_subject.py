from frappe.model.document import Document


class ManualPageSubject(Document):
	"""A form, a report or a page of the Desk whose help this page of the manual is."""

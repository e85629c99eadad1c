from frappe.model.document import Document


class FacilityRegistrationStep(Document):
	"""What was done with an application, by whom and why."""

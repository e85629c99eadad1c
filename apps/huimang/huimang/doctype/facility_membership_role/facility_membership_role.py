from frappe.model.document import Document


class FacilityMembershipRole(Document):
	"""A role that a member holds in the facility."""

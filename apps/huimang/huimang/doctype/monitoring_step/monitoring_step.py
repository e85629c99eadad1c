from frappe.model.document import Document


class MonitoringStep(Document):
	"""What was said or decided about a finding, by whom and when."""

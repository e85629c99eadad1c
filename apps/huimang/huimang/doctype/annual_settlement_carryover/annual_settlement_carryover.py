from frappe.model.document import Document


class AnnualSettlementCarryover(Document):
	"""A line of the next year's opening revenue: which fund source's rest lies in which account."""

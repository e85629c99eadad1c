from frappe.model.document import Document


class AnnualSettlementFund(Document):
	"""What a fund source brought in, what was spent of it, and what is carried over (C11)."""

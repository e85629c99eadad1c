from frappe.model.document import Document


class AnnualSettlementAccount(Document):
	"""What an account holds at the end of the year, by the books and by the bank."""

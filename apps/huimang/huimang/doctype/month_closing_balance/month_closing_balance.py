from frappe.model.document import Document


class MonthClosingBalance(Document):
	"""What an account holds at the end of the month, by the books and by the bank statement."""

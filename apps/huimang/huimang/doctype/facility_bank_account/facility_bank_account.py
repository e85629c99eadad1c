from frappe.model.document import Document

from huimang.budget import bank_details, masters


class FacilityBankAccount(Document):
	"""A bank account (통장) or the cash box of a facility. It belongs to one accounting unit (제25조③)."""

	def before_insert(self) -> None:
		masters.tidy_name(self, "account_title")

	def validate(self) -> None:
		if self.purpose == "Cash":
			self.bank_name = self.account_number = self.account_holder = None
		if self.purpose != "Subsidy":
			self.is_dedicated_card_account = 0
		bank_details.protect_account_number(self)

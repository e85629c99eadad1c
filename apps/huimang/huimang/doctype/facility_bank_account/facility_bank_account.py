import frappe
from frappe import _
from frappe.model.document import Document

from huimang.budget import bank_details, master_queries, masters
from huimang.money import format_won


class FacilityBankAccount(Document):
	"""A bank account (통장) or the cash box of a facility. It belongs to one accounting unit (제25조③)."""

	def before_insert(self) -> None:
		masters.tidy_name(self, "account_title")

	def validate(self) -> None:
		self._keep_what_entries_rely_on()
		if self.purpose in ("Cash", "Withholding"):
			self.bank_name = self.account_number = self.account_holder = None
		if self.purpose != "Subsidy":
			self.is_dedicated_card_account = 0
		bank_details.protect_account_number(self)

	def _keep_what_entries_rely_on(self) -> None:
		"""Its purpose decides which money may pass an account; one that still holds money is not put away."""
		if self.is_new() or not (self.has_value_changed("purpose") or self.has_value_changed("is_active")):
			return
		entries, balance = master_queries.standing_of_account(self.facility, self.name)
		if entries and self.has_value_changed("purpose"):
			frappe.throw(
				_("{0} has entries in the ledger and keeps its purpose. Please add another account.").format(
					self.account_title
				)
			)
		if balance and not self.is_active:
			frappe.throw(
				_("{0} still holds {1} won and stays active.").format(self.account_title, format_won(balance))
			)

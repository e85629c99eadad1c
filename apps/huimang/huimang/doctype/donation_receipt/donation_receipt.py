import frappe
from frappe import _
from frappe.model.document import Document


class DonationReceipt(Document):
	"""기부금영수증 as it was issued. Only `donation.receipts.service` issues and withdraws one."""

	def validate(self) -> None:
		frappe.throw(
			_(
				"A receipt stays as it was issued. Please issue, correct or withdraw it by the buttons of the list and the form."
			)
		)

	def on_trash(self) -> None:
		frappe.throw(_("A receipt bears a number and is kept. Please withdraw it instead."))

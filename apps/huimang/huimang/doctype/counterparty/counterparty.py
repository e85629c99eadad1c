import frappe
from frappe import _
from frappe.model.document import Document

from huimang.budget import bank_details
from huimang.errors import obey
from huimang.rules import identifiers
from huimang.rules.account_subjects import name_key
from huimang.tax import personal_numbers


class Counterparty(Document):
	"""Whom a facility pays or receives from (거래처)."""

	def validate(self) -> None:
		self.counterparty_name = " ".join((self.counterparty_name or "").split())
		# an empty text would count as a number that two counterparties share
		self.business_no = None if self.kind == "Individual" else self.business_no or None
		self.business_no = self.business_no and identifiers.show_business_no(
			obey(identifiers.read_business_no, self.business_no)
		)
		self.phone = self.phone and identifiers.show_phone(obey(identifiers.read_phone, self.phone))
		bank_details.protect_account_number(self)
		personal_numbers.protect_resident_no(self)
		self._refuse_twins()

	def _refuse_twins(self) -> None:
		"""Two people may share a name; a business number belongs to one counterparty, and so does a name
		without one.
		"""
		others = frappe.get_all(
			self.doctype,
			{"facility": self.facility, "name": ("!=", self.name or ""), "kind": ("!=", "Individual")},
			["counterparty_name", "business_no"],
		)
		if self.kind == "Individual":
			return
		for other in others:
			same_no = self.business_no and other.business_no == self.business_no
			same_name = not self.business_no and name_key(other.counterparty_name) == name_key(
				self.counterparty_name
			)
			if same_no or same_name:
				frappe.throw(
					_("{0} is already there for this facility. Please use it or choose another name.").format(
						other.counterparty_name
					),
					frappe.DuplicateEntryError,
				)


def on_doctype_update() -> None:
	"""Two requests at once cannot store one business number twice."""
	frappe.db.add_unique("Counterparty", ["facility", "business_no"])

import frappe
from frappe import _
from frappe.model.document import Document

from huimang.budget import service


class AccountingYear(Document):
	"""One year of one accounting unit of a facility (회계연도). Its first save opens the books."""

	def autoname(self) -> None:
		self.name = service.year_name(self.facility, self.year, self.accounting_unit)
		if frappe.db.exists(self.doctype, self.name):
			frappe.throw(
				_("The accounting year {0} is already open for this facility.").format(self.year),
				frappe.DuplicateEntryError,
			)

	def before_insert(self) -> None:
		# a year opens with its first budget and closes with its last month, whatever a client says
		self.status, self.closed_through, self.entry_closed_through = "Preparing", None, None

	def validate(self) -> None:
		self._keep_what_the_ledger_says()
		self.start_date, self.end_date = service.year_bounds(self.facility, self.year)
		self.title = _("{0} {1} Accounts", "ko").format(self.year, _(self.accounting_unit, "ko"))

	def _keep_what_the_ledger_says(self) -> None:
		"""Closing and opening go through the ledger, which writes below this: whoever saves a year leaves them as they are."""
		before = self.get_doc_before_save()
		if before:
			for field in ("status", "closed_through", "entry_closed_through"):
				self.set(field, before.get(field))

	def after_insert(self) -> None:
		loaded = service.prepare_books(self)
		if loaded:
			frappe.msgprint(
				_("{0} account subjects were loaded.").format(loaded), alert=True, indicator="green"
			)

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from huimang.errors import LedgerError
from huimang.ledger import closing


class MonthClosing(Document):
	"""The closing of a month: submitting closes it, cancelling opens it again and needs a reason."""

	def autoname(self) -> None:
		"""Name after the year and month; a month that was reopened gets the next number behind it."""
		name = f"{self.accounting_year}-{self.month:02d}"
		earlier = frappe.db.count(
			"Month Closing", {"accounting_year": self.accounting_year, "month": self.month}
		)
		self.name = f"{name}-{earlier}" if earlier else name

	def validate(self) -> None:
		year = frappe.db.get_value(
			"Accounting Year",
			self.accounting_year,
			["facility", "accounting_unit", "title", "start_date"],
			as_dict=True,
		)
		if not year or year.facility != self.facility:
			frappe.throw(
				_("There is no accounting year {0} in this facility.").format(self.accounting_year),
				LedgerError,
			)
		self.accounting_unit = year.accounting_unit
		self.title = _("{0}, Month {1}", "ko").format(year.title, self.month)
		closing.month_bounds(year, self.month)

	def on_submit(self) -> None:
		head = closing.close_month(self.accounting_year, self.month)
		self.db_set(
			{
				"closed_by": frappe.session.user,
				"closed_at": now_datetime(),
				"ledger_last_no": head.last_no,
				"ledger_last_hash": head.last_hash,
			}
		)

	def before_cancel(self) -> None:
		if not (self.reason_to_reopen or "").strip():
			frappe.throw(_("Please enter the reason for reopening the month."), LedgerError)
		self.reopened_by = frappe.session.user
		self.reopened_at = now_datetime()

	def on_cancel(self) -> None:
		closing.reopen_month(self.accounting_year, self.month)


def on_doctype_update() -> None:
	frappe.db.add_index("Month Closing", ["accounting_year", "month"], "year_month_index")

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from huimang.errors import LedgerError
from huimang.ledger import closing, month_balances


class MonthClosing(Document):
	"""The closing of a month: submitting closes it, cancelling opens it again and needs a reason."""

	def autoname(self) -> None:
		"""Name after the year and month; a month that was reopened gets the next number behind it."""
		name = f"{self.accounting_year}-{self.month:02d}"
		earlier = frappe.db.count(
			"Month Closing", {"accounting_year": self.accounting_year, "month": self.month}
		)
		self.name = f"{name}-{earlier}" if earlier else name

	def onload(self) -> None:
		self.set_onload("history", self._earlier_closings())

	def before_insert(self) -> None:
		self.entry_closed_by = self.entry_closed_at = None

	def validate(self) -> None:
		year = self._year()
		if not year or year.facility != self.facility:
			frappe.throw(
				_("There is no accounting year {0} in this facility.").format(self.accounting_year),
				LedgerError,
			)
		self.accounting_unit = year.accounting_unit
		self.title = _("{0}, Month {1}", "ko").format(year.title, self.month)
		closing.month_bounds(year, self.month)
		self._keep_entry_closing()
		month_balances.fill(self)

	def before_submit(self) -> None:
		closing.lock_year(self.accounting_year)
		month_balances.fill(self, lock=True)
		month_balances.require_agreement(self, self._is_last())

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

	def on_trash(self) -> None:
		if self.docstatus != 0:
			frappe.throw(_("A closing stays on record. It cannot be deleted."), LedgerError)
		if self.entry_closed_at:
			closing.reopen_entry(self.accounting_year)

	def close_entry(self) -> None:
		"""입력마감: refuse further entry into the month, once its accounts agree with the bank."""
		self._require_draft()
		closing.close_entry(self.accounting_year, self.month)
		month_balances.fill(self, lock=True)
		month_balances.require_agreement(self, self._is_last())
		self.save()
		self.db_set({"entry_closed_by": frappe.session.user, "entry_closed_at": now_datetime()})

	def reopen_entry(self) -> None:
		"""Take the closing of entry back."""
		self._require_draft()
		closing.reopen_entry(self.accounting_year)
		self.db_set({"entry_closed_by": None, "entry_closed_at": None})

	def _require_draft(self) -> None:
		if self.docstatus != 0:
			frappe.throw(_("The month is closed already."), LedgerError)

	def _keep_entry_closing(self) -> None:
		"""Who closed the entry is written by closing it, and nobody may enter it."""
		if before := self.get_doc_before_save():
			self.entry_closed_by, self.entry_closed_at = before.entry_closed_by, before.entry_closed_at

	def _is_last(self) -> bool:
		year = self._year()
		return closing.month_bounds(year, self.month)[1] == year.end_date

	def _year(self) -> frappe._dict | None:
		return frappe.db.get_value(
			"Accounting Year",
			self.accounting_year,
			["facility", "accounting_unit", "title", "start_date", "end_date"],
			as_dict=True,
		)

	def _earlier_closings(self) -> list[dict]:
		"""Return the closings of this month that were reopened, the last one first, each with its reason."""
		return frappe.get_all(
			"Month Closing",
			{
				"accounting_year": self.accounting_year,
				"month": self.month,
				"docstatus": 2,
				"name": ("!=", self.name or ""),
			},
			["name", "closed_by", "closed_at", "reopened_by", "reopened_at", "reason_to_reopen"],
			order_by="reopened_at desc",
		)


def on_doctype_update() -> None:
	frappe.db.add_index("Month Closing", ["accounting_year", "month"], "year_month_index")

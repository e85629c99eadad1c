import frappe

from huimang.ledger.locked import LockedDocument


class LedgerBalance(LockedDocument):
	"""The sum of the entries of a month on one key: moved by `huimang.ledger.posting` only."""


def on_doctype_update() -> None:
	frappe.db.add_index("Ledger Balance", ["accounting_year", "side", "month"], "year_side_month")
	frappe.db.add_index("Ledger Balance", ["facility", "accounting_year", "month"], "facility_year_month")

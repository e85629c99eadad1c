import frappe

from huimang.ledger.locked import LockedDocument


class LedgerEntry(LockedDocument):
	"""One line of the ledger: written by `huimang.ledger.posting` only, never changed or deleted."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Ledger Entry", ["facility", "entry_no"], "unique_facility_entry_no")
	frappe.db.add_unique(
		"Ledger Entry", ["voucher_type", "voucher_no", "voucher_row", "entry_kind"], "unique_voucher_row"
	)
	frappe.db.add_index("Ledger Entry", ["facility", "posting_date", "entry_no"], "facility_posting_date")
	# the framework asks for these whenever a document is cancelled or deleted
	frappe.db.add_index("Ledger Entry", ["reference_doctype", "reference_name"], "reference")

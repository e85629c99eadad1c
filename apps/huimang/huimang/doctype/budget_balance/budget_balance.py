import frappe

from huimang.ledger.locked import LockedDocument


class BudgetBalance(LockedDocument):
	"""Appropriated, reserved and actual of one budget line: moved by `huimang.ledger.budget` only."""


def on_doctype_update() -> None:
	frappe.db.add_index("Budget Balance", ["accounting_year", "side", "mok"], "year_side_mok")
	frappe.db.add_index("Budget Balance", ["facility", "accounting_year"], "facility_year")

import frappe

from huimang.ledger.locked import LockedDocument


class LineClaim(LockedDocument):
	"""How much of a line other documents have taken: moved by `huimang.resolutions.claims` only."""


def on_doctype_update() -> None:
	frappe.db.add_index("Line Claim", ["source_doctype", "source_name"], "source")

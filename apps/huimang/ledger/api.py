"""What the browser may call of the ledger."""

import frappe


@frappe.whitelist(methods=["POST"])
def reopen_month(name: str, reason: str) -> None:
	"""Cancel a Month Closing and put the reason on record; for whoever may cancel it (시설장)."""
	doc = frappe.get_doc("Month Closing", name, for_update=True)
	doc.check_permission("cancel")
	doc.reason_to_reopen = reason
	doc.cancel()

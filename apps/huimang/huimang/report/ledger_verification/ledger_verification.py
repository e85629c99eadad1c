"""What `huimang.ledger.verify` finds, on a page of the Desk."""

import frappe
from frappe import _

from huimang.facility import access
from huimang.ledger.verify import verify_committed


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str | None]:
	"""Return columns, one row for every finding or one that says that there is none, and what to do about findings."""
	facility = (filters or {}).get("facility")
	if not facility:
		frappe.throw(_("Please choose a facility."))
	access.require(facility, "Ledger Entry", "report")
	columns = [
		{"fieldname": "message", "label": _("Finding"), "fieldtype": "Data", "width": 700},
		{"fieldname": "row", "label": _("Row"), "fieldtype": "Data", "width": 280},
	]
	findings = verify_committed(facility)
	if findings:
		advice = _("The ledger differs from what was posted. Please keep the facts and tell the auditor.")
		return columns, [{"message": finding.message, "row": finding.row} for finding in findings], advice
	count = frappe.db.get_value("Ledger Head", facility, "last_no") or 0
	message = _("All {0} entries, the balances and the budget are as they were posted.").format(f"{count:,}")
	return columns, [{"message": message}], None

"""What the tax area reads. Whoever shows it has asked for the facility."""

from __future__ import annotations

from datetime import date

import frappe


def confirmed_return(facility: str, accounting_unit: str, day: date) -> str | None:
	"""Return the title of the confirmed withholding return whose months a payment on `day` belongs to, if there is one."""
	wanted = {
		"facility": facility,
		"accounting_unit": accounting_unit,
		"docstatus": 1,
		"period_start": ("<=", day),
		"period_end": (">=", day),
	}
	return frappe.db.get_value("Withholding Return", wanted, "purpose")

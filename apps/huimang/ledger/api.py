"""What the browser may call of the ledger."""

import frappe
from frappe.utils import add_days, getdate

from huimang.facility.access import facilities_for


@frappe.whitelist()
def next_to_close(facility: str | None = None) -> dict:
	"""Return the facility, accounting year and month that the user would close next; empty where there is none.

	:param facility: name of a facility; left out, the user's, if they may close months in one only.
	"""
	reachable = facilities_for(frappe.session.user, "Month Closing", "create")
	if not facility and reachable is not None and len(reachable) == 1:
		facility = next(iter(reachable))
	if not facility or (reachable is not None and facility not in reachable):
		return {}
	years = frappe.get_all(
		"Accounting Year",
		filters={"facility": facility, "status": "Open"},
		fields=["name", "start_date", "end_date", "closed_through"],
		order_by="start_date",
	)
	for year in years:
		if year.closed_through != year.end_date:
			first = getdate(add_days(year.closed_through, 1)) if year.closed_through else year.start_date
			return {"facility": facility, "accounting_year": year.name, "month": first.month}
	return {"facility": facility}


@frappe.whitelist(methods=["POST"])
def reopen_month(name: str, reason: str) -> None:
	"""Cancel a Month Closing and put the reason on record; for whoever may cancel it (시설장)."""
	doc = frappe.get_doc("Month Closing", name, for_update=True)
	doc.check_permission("cancel")
	doc.reason_to_reopen = reason
	doc.cancel()


@frappe.whitelist(methods=["POST"])
def close_entry(name: str) -> None:
	"""Close the entry of a month (입력마감) on its Month Closing; nothing is booked in the month from then on."""
	_writable(name).close_entry()


@frappe.whitelist(methods=["POST"])
def reopen_entry(name: str) -> None:
	"""Open the entry of a month again that is not closed yet."""
	_writable(name).reopen_entry()


def _writable(name: str):
	doc = frappe.get_doc("Month Closing", name, for_update=True)
	doc.check_permission("write")
	return doc

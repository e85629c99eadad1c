"""Time of the statements, as the server gives them to an accountant's Desk."""

import statistics
import time

import frappe

from benchmarks import fill

REPEATS = 20
MONTH = 6


def measure(facility: str) -> dict[str, tuple[float, int]]:
	"""Return, for each statement of a facility, milliseconds (median) and the number of rows it has."""
	user = _accountant(facility)
	frappe.db.commit()
	year = {"facility": facility, "accounting_year": f"{facility}-{fill.YEAR}"}
	month = {"from_month": MONTH, "to_month": MONTH}
	return {
		"budget execution": _run(user, "Budget Execution", {**year, "month": 12}),
		"cash book, a month": _run(user, "Cash Book", {**year, **month}),
		"cash book, the year": _run(user, "Cash Book", year),
		"general ledger, a month": _run(user, "Statutory General Ledger", {**year, **month}),
		"general ledger, the year": _run(user, "Statutory General Ledger", year),
		"monthly totals": _run(user, "Monthly Totals", {**year, "month": 12}),
		"daily totals": _run(user, "Daily Totals", {**year, "day": f"{fill.YEAR}-06-15"}),
		"revenue settlement": _run(user, "Revenue Settlement", year),
		"expense settlement": _run(user, "Expense Settlement", year),
		"bank balances": _run(user, "Bank Balances", year),
		"counterparty ledger, the year": _run(user, "Counterparty Ledger", year),
		"other cost details": _run(user, "Other Cost Details", year),
	}


def _run(user: str, report: str, filters: dict) -> tuple[float, int]:
	from frappe.desk.query_report import run

	times = []
	for _i in range(REPEATS):
		# A new request: nothing is remembered from the last one but what lies in Redis.
		frappe.db.rollback()
		frappe.set_user(user)
		frappe.local.document_cache = {}
		begun = time.perf_counter()
		rows = run(report, dict(filters))["result"]
		times.append(time.perf_counter() - begun)
	frappe.set_user("Administrator")
	return statistics.median(times) * 1_000, len(rows)


def _accountant(facility: str) -> str:
	import factory

	user = f"bench-{facility.lower()}@example.com"
	if frappe.db.exists("User", user):
		return user
	return factory.make_user(user, facility, ["Accountant"])


def sizes(facility: str) -> tuple[str, str]:
	"""Return how many entries the facility and the whole ledger have."""
	entries = frappe.db.get_value("Ledger Head", facility, "last_no")
	everywhere = frappe.db.sql("SELECT SUM(last_no) FROM `tabLedger Head`")[0][0]
	return f"{int(entries):,}", f"{int(everywhere):,}"

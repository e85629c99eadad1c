"""What holds of a facility's books at every moment, asked of the tables themselves."""

from collections import defaultdict

import frappe

from huimang.ledger import balances, month_balances, verify

ENTRY_KEY = (
	*("accounting_year", "side", "account_subject", "mok"),
	*("program", "fund_source", "bank_account"),
)


def must_hold(facility: str, verified: bool = False) -> None:
	"""Nothing is overspent, what is kept is what the entries say, and the books agree with each other.

	:param verified: look at the hash chain and at the documents behind the budget as well.
	"""
	nothing_is_overspent(facility)
	balances_are_the_entries(facility)
	spent_sums_are_the_entries(facility)
	books_agree(facility)
	if verified:
		assert [finding.message for finding in verify.verify(facility)] == []


def nothing_is_overspent(facility: str) -> None:
	"""X2: 잔액 = 현액 − 예약 − 집행 ≥ 0 on every control line of expense, and no reservation is below 0."""
	rows = frappe.db.sql(
		"""SELECT name, appropriated, reserved, actual FROM `tabBudget Balance`
		WHERE facility = %s AND is_control = 1 AND side = 'Expense'
		AND (appropriated - reserved - actual < 0 OR reserved < 0 OR appropriated < 0)""",
		facility,
	)
	assert not rows


def balances_are_the_entries(facility: str) -> None:
	"""Balances rebuilt from the entries are those that are kept, row by row."""
	columns = ", ".join(ENTRY_KEY)
	rebuilt = frappe.db.sql(
		f"""SELECT {columns}, MONTH(posting_date), SUM(amount), SUM(cash_amount), COUNT(*) FROM `tabLedger Entry`
		WHERE facility = %s GROUP BY {columns}, MONTH(posting_date)""",
		facility,
	)
	kept = frappe.db.sql(
		f"SELECT {columns}, month, amount, cash_amount, entry_count FROM `tabLedger Balance` WHERE facility = %s",
		facility,
	)
	assert sorted(_whole(rebuilt)) == sorted(_whole(kept))


def spent_sums_are_the_entries(facility: str) -> None:
	"""Budget Balance.actual of every control line is the sum of its entries."""
	for year in frappe.get_all("Accounting Year", {"facility": facility}, pluck="name"):
		assert [finding.message for finding in verify.verify_actuals(year)] == []


def books_agree(facility: str) -> None:
	"""제20조, 검산: cash = revenue − expenses = the sum of the accounts, whichever book is asked."""
	for year in frappe.get_all("Accounting Year", {"facility": facility}, ["name", "end_date"]):
		sides = defaultdict(int, {row.side: row.amount for row in balances.totals(year.name, ("side",))})
		cash = sum(row.cash_amount for row in balances.totals(year.name, ()))
		assert cash == sides["Revenue"] - sides["Expense"]
		assert sides["Transfer"] == 0
		assert cash == sum(month_balances.book_balances(year.name, year.end_date.month).values())


def seal(facility: str) -> tuple:
	"""What is in the closed periods of a facility: unchanged, whatever is tried, until somebody reopens a month."""
	return frappe.db.sql(
		"""SELECT year.name, year.status, year.closed_through, COUNT(entry.name), SUM(entry.amount), SUM(entry.cash_amount),
			MAX(entry.entry_no)
		FROM `tabAccounting Year` year LEFT JOIN `tabLedger Entry` entry
			ON entry.accounting_year = year.name AND entry.posting_date <= year.closed_through
		WHERE year.facility = %s GROUP BY year.name, year.status, year.closed_through ORDER BY year.name""",
		facility,
	)


def _whole(rows) -> list[tuple]:
	return [tuple(value if isinstance(value, str) else int(value or 0) for value in row) for row in rows]

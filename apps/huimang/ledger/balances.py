"""Readers for statements: sums from Ledger Balance and Budget Balance, entries by date.

None of them checks permission: whoever shows the figures requires the facility first. Months are calendar months; those of
an accounting year that starts in March are 3 … 12, 1, 2.
"""

import datetime
from collections.abc import Sequence

import frappe
from frappe.query_builder.functions import Sum
from frappe.utils import getdate

from huimang.database import bulk

_ENTRY = (
	*("name", "entry_no", "posting_date", "side", "account_subject", "mok", "program", "fund_source"),
	*(
		"counter_subject",
		"bank_account",
		"amount",
		"cash_amount",
		"voucher_type",
		"voucher_no",
		"voucher_label",
	),
	*("entry_kind", "counterparty", "remarks"),
)
"""Columns of the entries that statements are made of."""


def months_through(accounting_year: str, month: int) -> list[int]:
	"""Return the months of an accounting year up to and with ``month``, in the year's order."""
	start = getdate(frappe.get_cached_value("Accounting Year", accounting_year, "start_date")).month
	return [(start - 1 + i) % 12 + 1 for i in range((month - start) % 12 + 1)]


def totals(
	accounting_year: str,
	by: Sequence[str],
	*,
	side: str | None = None,
	months: Sequence[int] | None = None,
	program: str | None = None,
	fund_source: str | None = None,
	bank_account: str | None = None,
) -> list[frappe._dict]:
	"""Return the ledger's sums grouped by columns of Ledger Balance.

	:param by: for example ``("mok", "account_subject", "month")``; an empty sequence gives one row.
	:return: rows with the columns of ``by`` and ``amount``, ``cash_amount``, ``entry_count`` (won; whole numbers).
	"""
	table = frappe.qb.DocType("Ledger Balance")
	query = frappe.qb.from_(table).where(table.accounting_year == accounting_year)
	query = _narrow(
		query, table, side=side, program=program, fund_source=fund_source, bank_account=bank_account
	)
	if months is not None:
		query = query.where(table.month.isin(list(months)))
	for column in by:
		query = query.groupby(table[column]).select(table[column])
	for column in ("amount", "cash_amount", "entry_count"):
		query = query.select(Sum(table[column]).as_(column))
	return [_whole(row, "amount", "cash_amount", "entry_count") for row in query.run(as_dict=True)]


def cash_of(accounting_year: str, bank_account: str, lock: bool = False) -> int:
	"""Return the won that an account holds by the books of a year.

	:param lock: decide on what is committed now, and keep it so until the transaction ends; lock the year first.
	"""
	rows = frappe.db.sql(
		f"""SELECT SUM(cash_amount) FROM `tabLedger Balance`
		WHERE accounting_year = %s AND bank_account = %s {"LOCK IN SHARE MODE" if lock else ""}""",
		(accounting_year, bank_account),
	)
	return int(rows[0][0] or 0)


def budget_lines(
	accounting_year: str,
	*,
	side: str | None = None,
	program: str | None = None,
	fund_source: str | None = None,
	control_only: bool = True,
) -> list[frappe._dict]:
	"""Return the rows of Budget Balance: the control rows (목 × program × fund source), or memo rows (세목) as well.

	Sum over control rows only: a memo row repeats what its control row holds.
	"""
	table = frappe.qb.DocType("Budget Balance")
	query = (
		frappe.qb.from_(table)
		.select(
			table.side, table.account_subject, table.mok, table.program, table.fund_source, table.is_control
		)
		.select(table.appropriated, table.reserved, table.actual)
		.where(table.accounting_year == accounting_year)
	)
	query = _narrow(query, table, side=side, program=program, fund_source=fund_source)
	if control_only:
		query = query.where(table.is_control == 1)
	return query.run(as_dict=True)


def entries(
	accounting_year: str,
	first: datetime.date,
	last: datetime.date,
	*,
	side: str | None = None,
	mok: str | None = None,
	program: str | None = None,
	fund_source: str | None = None,
	bank_account: str | None = None,
	counterparty: str | None = None,
	moks: Sequence[str] | None = None,
) -> list[frappe._dict]:
	"""Return the entries of the days from ``first`` to ``last``, by day and then as they were posted.

	:param moks: only those of these 목; none where it is empty.
	"""
	if moks is not None and not moks:
		return []
	given = {
		"side": side,
		"mok": mok,
		"program": program,
		"fund_source": fund_source,
		"bank_account": bank_account,
		"counterparty": counterparty,
	}
	given = {column: value for column, value in given.items() if value}
	conditions = "".join(f" AND `{column}` = %s" for column in given)
	if moks:
		conditions += f" AND mok IN ({', '.join(['%s'] * len(moks))})"
	query = f"""SELECT {", ".join(_ENTRY)} FROM `tabLedger Entry`
		WHERE facility = %s AND posting_date BETWEEN %s AND %s AND accounting_year = %s{conditions}
		ORDER BY posting_date, entry_no"""
	facility = frappe.get_cached_value("Accounting Year", accounting_year, "facility")
	rows = bulk.fetch(query, [facility, first, last, accounting_year, *given.values(), *(moks or ())])
	return [frappe._dict(zip(_ENTRY, row, strict=True)) for row in rows]


def entry_totals(
	accounting_year: str,
	first: datetime.date,
	last: datetime.date,
	by: Sequence[str],
	*,
	counterparty: str | None = None,
) -> list[frappe._dict]:
	"""Return the sums of the entries of some days, for what the months' balances are too coarse: a day, a counterparty.

	They are read along the index of days, so that the cost is that of the days asked for, not of the ledger.

	:param by: columns of Ledger Entry, from code only.
	:return: rows with the columns of ``by`` and ``amount``, ``cash_amount``, ``entry_count`` (won; whole numbers).
	"""
	columns = ", ".join(f"`{column}`" for column in by)
	facility = frappe.get_cached_value("Accounting Year", accounting_year, "facility")
	narrow, values = (" AND counterparty = %s", (counterparty,)) if counterparty else ("", ())
	rows = frappe.db.sql(
		f"""SELECT {columns}, SUM(amount) amount, SUM(cash_amount) cash_amount, COUNT(*) entry_count
		FROM `tabLedger Entry`
		WHERE facility = %s AND posting_date BETWEEN %s AND %s AND accounting_year = %s{narrow}
		GROUP BY {columns}""",
		(facility, first, last, accounting_year, *values),
		as_dict=True,
	)
	return [_whole(row, "amount", "cash_amount", "entry_count") for row in rows]


def _narrow(query, table, **values: str | None):
	"""Return the query with a condition for every value that is given."""
	for column, value in values.items():
		if value:
			query = query.where(table[column] == value)
	return query


def _whole(row: frappe._dict, *columns: str) -> frappe._dict:
	"""Return the row with its sums as integers: the database adds up to decimals, which arrive as floats."""
	for column in columns:
		row[column] = int(row[column] or 0)
	return row

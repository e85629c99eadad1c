"""Numbers of resolutions, without gaps."""

import frappe

from huimang.database.sql import insert_rows


def next_number(facility: str, accounting_year: str, kind: str, count: int = 1) -> int:
	"""Return the next number of ``kind`` in a facility's accounting year, counted from 1.

	:param count: how many numbers are taken; the first of them is returned.

	The number belongs to the caller's transaction: it is free again when that is rolled back, so numbers have no gap,
	and whoever wants the next one waits for its end. The counter lies in the framework's own table of
	series; its `getseries` lets two transactions that want the very first number of a series end in a deadlock.
	"""
	rows = insert_rows(
		"Series",
		("name", "current"),
		[(f"{facility}/{accounting_year}/{kind}", count)],
		"ON DUPLICATE KEY UPDATE `current` = `current` + VALUES(`current`) RETURNING `current`",
	)
	return int(rows[0][0]) - count + 1


def give_back(facility: str, accounting_year: str, kind: str, count: int, last: int) -> bool:
	"""Give the last ``count`` numbers back, of which ``last`` is the highest; False where a higher one was given since."""
	frappe.db.sql(
		"UPDATE `tabSeries` SET `current` = `current` - %s WHERE name = %s AND `current` = %s",
		(count, f"{facility}/{accounting_year}/{kind}", last),
	)
	return bool(frappe.db._cursor.rowcount)

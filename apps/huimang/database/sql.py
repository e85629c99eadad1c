"""Statements that carry many rows at once, for the caller's own transaction."""

from collections.abc import Sequence

import frappe


def insert_rows(
	doctype: str, columns: Sequence[str], rows: Sequence[Sequence], tail: str = ""
) -> list[tuple]:
	"""Insert ``rows`` into the table of ``doctype`` with one statement, in the caller's transaction.

	The framework's own bulk insert cannot say what happens to a row that exists already, nor hand values back.

	:param columns: column names, from code only: they are not escaped.
	:param rows: one sequence of values for each row, in the order of ``columns``.
	:param tail: what follows the values: ``ON DUPLICATE KEY UPDATE …`` or ``RETURNING …``, without parameters.
	:return: what RETURNING names, otherwise nothing.
	"""
	return frappe.db.sql(
		insert_statement(doctype, columns, len(rows), tail), [value for row in rows for value in row]
	)


def insert_statement(doctype: str, columns: Sequence[str], count: int, tail: str = "") -> str:
	"""Return the parameterised INSERT of ``count`` rows; the arguments are those of `insert_rows`."""
	places = "(" + ", ".join(["%s"] * len(columns)) + ")"
	names = ", ".join(f"`{column}`" for column in columns)
	return f"INSERT INTO `tab{doctype}` ({names}) VALUES {', '.join([places] * count)} {tail}"


def standard_columns(user: str, now) -> dict[str, object]:
	"""Return the columns that the framework expects of every row, but its name."""
	return {"creation": now, "modified": now, "owner": user, "modified_by": user, "docstatus": 0, "idx": 0}


def roll_back_to(point: str) -> None:
	"""Undo what the caller's transaction has done since `frappe.db.savepoint(point)`.

	The framework takes it for the end of the transaction and forgets that something was written before the savepoint, which
	is not undone; `huimang.database.bulk.fetch` has to know.
	"""
	has_written = bool(frappe.db.transaction_writes)
	frappe.db.rollback(save_point=point)
	frappe.db.transaction_writes = int(has_written)

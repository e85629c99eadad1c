"""Statements that carry many rows at once, for the caller's own transaction."""

from collections.abc import Sequence
from functools import lru_cache

import frappe
from pypika import Parameter


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


@lru_cache(1_000)
def select_statement(doctype: str, columns: tuple[str, ...], by: tuple[str, ...] = ("name",)) -> str:
	"""Return the SELECT of rows of a DocType by fields, of which each awaits a parameter.

	For what every request asks: building it through the query builder takes several times as long as running it, and is done
	once here. Raises ValueError for what is no name: neither of the two escapes it.
	"""
	if "`" in "".join((doctype, *columns, *by)):
		raise ValueError(doctype)
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(*(column if column == "*" else table[column] for column in columns))
	for field in by:
		query = query.where(table[field] == Parameter("%s"))
	return query.get_sql()


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

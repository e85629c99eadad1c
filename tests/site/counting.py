"""Statements counted: what a step costs must not grow unnoticed."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
import pytest


@contextmanager
def at_most(limit: int) -> Iterator[list[str]]:
	"""Fail when the block runs more statements than that."""
	statements = []
	sql = type(frappe.local.db).sql

	def counted(db, query, *args, **kwargs):
		statements.append(str(query))
		return sql(db, query, *args, **kwargs)

	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(type(frappe.local.db), "sql", counted)
		yield statements
	assert len(statements) <= limit, "\n".join(statements)

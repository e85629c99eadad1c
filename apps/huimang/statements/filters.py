"""Readers of the filters that statements share. What they return belongs to the facility that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe

from huimang.ledger.balances import months_through
from huimang.rules.errors import RuleViolation


@dataclass(frozen=True)
class Books:
	"""The books of one accounting unit in one year: where every statement begins.

	Attributes:
		months: the year's calendar months in its order: 1 … 12, or 3 … 12, 1, 2.
	"""

	facility: str
	facility_name: str
	accounting_year: str
	unit: str
	year: int
	first: date
	last: date
	months: tuple[int, ...]


def read_books(filters: Mapping[str, Any]) -> Books:
	"""Return the books that ``facility`` and ``accounting_year`` name.

	Raises RuleViolation where the year is missing or another facility's.
	"""
	name = _text(filters, "accounting_year")
	columns = ["facility", "accounting_unit", "year", "start_date", "end_date"]
	row = name and frappe.db.get_value("Accounting Year", name, columns, as_dict=True)
	if not row or row.facility != filters["facility"]:
		raise RuleViolation("Please choose an accounting year of this facility.")
	return Books(
		facility=row.facility,
		facility_name=frappe.db.get_value("Facility", row.facility, "facility_name") or "",
		accounting_year=name,
		unit=row.accounting_unit,
		year=row.year,
		first=row.start_date,
		last=row.end_date,
		months=tuple(months_through(name, row.end_date.month)),
	)


def read_month(filters: Mapping[str, Any], key: str, default: int) -> int:
	"""Return a calendar month; Desk sends numbers as text. Raises RuleViolation for what is none."""
	value = filters.get(key) or default
	try:
		month = int(value)
	except (TypeError, ValueError):
		month = 0
	if not 1 <= month <= 12:
		raise RuleViolation("A month is a number from 1 to 12.")
	return month


def read_choice(filters: Mapping[str, Any], key: str, choices: tuple[str, ...], default: str) -> str:
	"""Return one of ``choices``. Raises RuleViolation for anything else."""
	value = _text(filters, key) or default
	if value not in choices:
		raise RuleViolation("This choice does not exist. Please choose from the list.")
	return value


def read_link(filters: Mapping[str, Any], key: str, doctype: str) -> str | None:
	"""Return the name of a document of the facility, or None where none was chosen.

	Raises RuleViolation where it belongs to another facility: its figures must not be reached by naming it.
	"""
	name = _text(filters, key)
	if name and frappe.db.get_value(doctype, name, "facility") != filters["facility"]:
		raise RuleViolation("One of the filters belongs to another facility. Please choose again.")
	return name or None


def _text(filters: Mapping[str, Any], key: str) -> str:
	value = filters.get(key) or ""
	if not isinstance(value, str):
		raise RuleViolation("This choice does not exist. Please choose from the list.")
	return value

"""Readers of the filters that statements share. What they return belongs to the facility that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from huimang.ledger.balances import months_through
from huimang.ledger.closing import month_bounds
from huimang.rules import statement_forms
from huimang.rules.errors import RuleViolation


@dataclass(frozen=True)
class Books:
	"""The books of one accounting unit in one year: where every statement begins.

	Attributes:
		months: the year's calendar months in its order: 1 … 12, or 3 … 12, 1, 2.
		kind: which of the rules' forms these books are drawn on (`rules.statement_forms`).
		closed: whether the year is closed, so that its figures are final.
	"""

	facility: str
	facility_name: str
	accounting_year: str
	unit: str
	year: int
	first: date
	last: date
	months: tuple[int, ...]
	kind: str
	closed: bool

	@property
	def head(self) -> str:
		"""Who signs last: 시설장, or 대표이사 for the books of a corporation."""
		return "시설장" if self.unit == "Facility" else "대표이사"

	@property
	def signers(self) -> tuple[str, ...]:
		"""The squares of an approval box for which the form names nobody."""
		return ("담당", "사무국장", self.head)

	def statutory_form(self, statement: str) -> statement_forms.StatutoryForm | None:
		"""Return the form that the rules prescribe for a statement of these books, as of the end of their year."""
		return statement_forms.find(statement, self.kind, self.last)

	def through(self, month: int) -> tuple[int, ...]:
		"""Return the months up to and with ``month``, in the year's order."""
		return self.months[: self.months.index(month) + 1]

	def bounds(self, month: int) -> tuple[date, date]:
		"""Return the first and the last day of a month of the year."""
		return month_bounds(frappe._dict(start_date=self.first), month)

	def period(self, last_month: int | None = None) -> str:
		"""Return the time from the beginning of the year to the end of a month, or of the year, in words."""
		last = self.bounds(last_month)[1] if last_month else self.last
		return _words(self.first, last)

	def period_of(self, months: tuple[int, ...]) -> str:
		"""Return the time of neighbouring months in words."""
		return _words(self.bounds(months[0])[0], self.bounds(months[-1])[1])


def _words(first: date, last: date) -> str:
	return f"{first:%Y. %m. %d.} ~ {last:%Y. %m. %d.}"


def read_books(filters: Mapping[str, Any]) -> Books:
	"""Return the books that ``facility`` and ``accounting_year`` name.

	Raises RuleViolation where the year is missing or another facility's.
	"""
	name = _text(filters, "accounting_year")
	columns = ["facility", "accounting_unit", "year", "start_date", "end_date", "status"]
	row = name and frappe.db.get_value("Accounting Year", name, columns, as_dict=True)
	if not row or row.facility != filters["facility"]:
		raise RuleViolation("Please choose an accounting year of this facility.")
	facility = frappe.db.get_value("Facility", row.facility, ["facility_name", "facility_type"], as_dict=True)
	of_type = frappe.get_cached_value(
		"Facility Type", facility.facility_type, ["subject_template_group", "legal_basis"], as_dict=True
	)
	return Books(
		facility=row.facility,
		facility_name=facility.facility_name or "",
		accounting_year=name,
		unit=row.accounting_unit,
		year=row.year,
		first=row.start_date,
		last=row.end_date,
		months=tuple(months_through(name, row.end_date.month)),
		kind=statement_forms.books_kind(
			row.accounting_unit, of_type.subject_template_group, of_type.legal_basis or ""
		),
		closed=row.status == "Closed",
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


def read_period(filters: Mapping[str, Any], books: Books) -> tuple[int, ...]:
	"""Return the months from ``from_month`` to ``to_month``, in the year's order; left out, the whole year.

	Raises RuleViolation where the first one comes after the last.
	"""
	first = read_month(filters, "from_month", books.months[0])
	last = read_month(filters, "to_month", books.months[-1])
	if books.months.index(first) > books.months.index(last):
		raise RuleViolation("The first month is after the last one. Please choose the months again.")
	return books.months[books.months.index(first) : books.months.index(last) + 1]


def read_day(filters: Mapping[str, Any], key: str, books: Books) -> date:
	"""Return a day of the year; left out, today or the day of the year that is nearest to it.

	Raises RuleViolation for a day outside the year, and for what is no day.
	"""
	value = filters.get(key)
	if not value:
		return min(max(getdate(), books.first), books.last)
	try:
		day = date.fromisoformat(str(value)[:10])
	except ValueError:
		raise RuleViolation("Please choose a day of the accounting year.") from None
	if not books.first <= day <= books.last:
		raise RuleViolation("Please choose a day of the accounting year.")
	return day


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

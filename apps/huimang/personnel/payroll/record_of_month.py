"""What somebody is in a month by their record, and the base pay that follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import frappe
from frappe.utils import cint, getdate

from huimang.money import won
from huimang.personnel.payroll.employment import FULL_WEEK, Employment, Stretch
from huimang.rules import rounding
from huimang.rules.days import last_day
from huimang.rules.errors import RuleViolation

_WITHOUT_PAY = ("On Leave", "Retired")
"""Standing of an Employee State for which no pay is due."""


@dataclass(frozen=True, slots=True)
class StepTables:
	"""The base pay of grades and steps by the days from which it holds, newest first."""

	tables: Sequence[tuple[date, str, Mapping[tuple[str, int], int]]]

	def look_up(self, grade: str, step: int, on: date) -> tuple[int, str]:
		"""Return the base pay of a month and the title of its table. Raises RuleViolation where there is none."""
		for since, title, rows in self.tables:
			if since <= on and (grade, step) in rows:
				return rows[grade, step], title
			if since <= on:
				break
		raise RuleViolation(
			"The step table in force has no base pay for {0}, step {1}. Please add it there, or enter an agreed base pay.",
			grade or "-",
			step,
		)


def employment(row: Any, states: Sequence[Any], month: date, tables: StepTables) -> Employment:
	"""Return the paid stretches of a month of an employee.

	Args:
		row: of Facility Employee, with what holds where there is no record.
		states: what their orders say, rows of Employee State in their order.
		month: any day of the month.
		tables: the step tables from which base pay follows.
	"""
	if not row.hired_on:
		raise RuleViolation("The day of hiring is missing. Please enter it on the employee.")
	first, last = month.replace(day=1), last_day(month)
	start = max(first, getdate(row.hired_on))
	end = min(last, getdate(row.left_on)) if row.left_on else last
	stretches: list[Stretch] = []
	weekly = Fraction(str(row.weekly_hours or FULL_WEEK))
	for since, until, state in _pieces(_standings(row, states, start, end), tables):
		weekly = Fraction(str(state.weekly_hours or row.weekly_hours or FULL_WEEK))
		if state.standing in _WITHOUT_PAY:
			continue
		monthly, source = _monthly(state, weekly, since, tables)
		if stretches and stretches[-1].monthly == monthly and stretches[-1].last == since - timedelta(days=1):
			stretches[-1] = Stretch(stretches[-1].first, until, monthly, source)
		else:
			stretches.append(Stretch(since, until, monthly, source))
	return Employment(first, tuple(stretches), weekly)


def _pieces(standings: list[tuple[date, date, Any]], tables: StepTables) -> Iterator[tuple[date, date, Any]]:
	"""Yield what somebody is, cut where another step table begins to hold."""
	begins = sorted(since for since, _title, _rows in tables.tables)
	for since, until, state in standings:
		starts = [since, *(day for day in begins if since < day <= until)]
		ends = [*(day - timedelta(days=1) for day in starts[1:]), until]
		yield from ((first, last, state) for first, last in zip(starts, ends, strict=True))


def _standings(row: Any, states: Sequence[Any], start: date, end: date) -> list[tuple[date, date, Any]]:
	if end < start:
		return []
	changes = [(getdate(state.effective_on), state) for state in states]
	before = [state for day, state in changes if day <= start]
	after = [(day, state) for day, state in changes if start < day <= end]
	standing = before[-1] if before else frappe._dict(row, standing="At Work")
	marks = [(start, standing), *after]
	ends = [day - timedelta(days=1) for day, _state in after] + [end]
	return [
		(since, until, state) for (since, state), until in zip(marks, ends, strict=True) if since <= until
	]


def _monthly(state: Any, weekly: Fraction, on: date, tables: StepTables) -> tuple[int, str]:
	"""Return the base pay that was agreed, or that of the step; of a part-time week its share."""
	if won(state.base_pay):
		return won(state.base_pay), "근로계약"
	amount, title = tables.look_up(state.grade, cint(state.step), on)
	if weekly >= FULL_WEEK:
		return amount, f"{title} {state.grade} {cint(state.step)}호봉"
	part = rounding.wage_to_won(amount * weekly / FULL_WEEK)
	return part, f"{title} {state.grade} {cint(state.step)}호봉 × {float(weekly):g}/{FULL_WEEK}시간"

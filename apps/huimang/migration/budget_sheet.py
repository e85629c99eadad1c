"""A budget as rows of a sheet: its columns, and what a person may write into them.

Knows nothing of the database.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from huimang.migration import cells
from huimang.migration.layout import Column, Fault, cell_of, read_cell, shown
from huimang.migration.workbook import Row, Sheet
from huimang.money import floor_product, format_won
from huimang.rules.account_subjects import name_key
from huimang.rules.errors import RuleViolation

COLUMNS = (
	Column("side", "구분", aliases=("세입세출", "세입세출구분"), width=8),
	Column("gwan", "관", width=18),
	Column("hang", "항", width=18),
	Column("mok", "목", width=22),
	Column("semok", "세목", width=18),
	Column("program", "사업", aliases=("사업명",), width=18),
	Column("fund_source", "자금원천", aliases=("재원",), width=16),
	Column("description", "산출근거", aliases=("산출내역", "산출기초"), width=32, longest=250),
	Column("unit_price", "단가", cells.amount, aliases=("단가(원)",), width=14),
	Column("quantity", "수량", cells.number, width=9),
	Column("unit", "단위", width=8),
	Column("frequency", "횟수", cells.number, aliases=("회수",), width=9),
	Column("amount", "금액", cells.amount, aliases=("금액(원)", "예산액", "예산액(원)"), width=16),
)
TITLES = {column.field: column.title for column in COLUMNS}
_BY_FIELD = {column.field: column for column in COLUMNS}
REQUIRED = ("side", "mok", "amount")
PLACE = ("side", "gwan", "hang", "mok")
"""Columns in which a merged cell holds for all rows it covers, as budget books are written."""

SIDES = {"세입": "Revenue", "수입": "Revenue", "세출": "Expense", "지출": "Expense"}
SIDE_TITLES = {"Revenue": "세입", "Expense": "세출"}

_TOTALS = frozenset({"계", "합계", "소계", "총계", "누계", "세입합계", "세출합계", "세입총계", "세출총계"})
_HEADER_WITHIN = 30


@dataclass
class Entry:
	"""One row of a budget as it was written; names are not looked up yet."""

	row: int
	side: str = ""
	gwan: str = ""
	hang: str = ""
	mok: str = ""
	semok: str = ""
	program: str = ""
	fund_source: str = ""
	description: str = ""
	unit: str = ""
	unit_price: int | None = None
	quantity: float | None = None
	frequency: float | None = None
	amount: int | None = None


@dataclass
class Reading:
	"""What a file holds: its entries, sound and faulty, the faults, and what was passed over."""

	sheet: str
	entries: list[Entry] = field(default_factory=list)
	faults: list[Fault] = field(default_factory=list)
	without_amount: int = 0
	totals: int = 0
	hidden_rows: int = 0
	unknown_columns: list[str] = field(default_factory=list)


def read(sheets: Iterable[Sheet]) -> Reading:
	"""Read the first sheet that has a budget's columns.

	Raises RuleViolation where there is none, or where a column stands in it twice.
	"""
	for sheet in sheets:
		for row in sheet.rows[:_HEADER_WITHIN]:
			columns = _columns(row)
			if set(REQUIRED) <= set(columns.values()):
				_refuse_double_columns(columns)
				return _read_table(sheet, row, columns)
	raise RuleViolation(
		"No visible sheet has the columns {0}. Please download the template and copy your entries into it.",
		", ".join(TITLES[name] for name in REQUIRED),
	)


def _columns(header: Row) -> dict[int, str]:
	"""Return the fields of a heading's columns, by their place."""
	known = {name_key(title): column.field for column in COLUMNS for title in (column.title, *column.aliases)}
	titles = {place: name_key(str(value)) for place, value in enumerate(header.values) if value is not None}
	return {place: known[title] for place, title in titles.items() if title in known}


def _refuse_double_columns(columns: dict[int, str]) -> None:
	fields = list(columns.values())
	for name in fields:
		if fields.count(name) > 1:
			raise RuleViolation("The column {0} stands there twice. Please delete one of them.", TITLES[name])


def _read_table(sheet: Sheet, header: Row, columns: dict[int, str]) -> Reading:
	reading = Reading(sheet.title, hidden_rows=sheet.hidden_rows)
	reading.unknown_columns = [
		str(value).strip()
		for place, value in enumerate(header.values)
		if value is not None and place not in columns
	]
	merged = _Merged(sheet, columns)
	for row in sheet.rows[header.number :]:
		row = merged.filled(row)
		if row.is_blank:
			continue
		if _is_total(row, columns):
			reading.totals += 1
			continue
		_read_row(row, columns, merged, reading)
	return reading


def _read_row(row: Row, columns: dict[int, str], merged: _Merged, reading: Reading) -> None:
	entry, faults = Entry(row.number), []
	for place, name in columns.items():
		try:
			merged.refuse(row.number, place)
			setattr(entry, name, read_cell(_BY_FIELD[name], row, place))
		except RuleViolation as e:
			faults.append(Fault(row.number, TITLES[name], shown(cell_of(row, place)), e))
	if not faults and _only_named(entry):
		reading.without_amount += 1
		return
	wrong = {fault.column for fault in faults}
	reading.faults += [*faults, *(fault for fault in _check_entry(entry) if fault.column not in wrong)]
	reading.entries.append(entry)


def _only_named(entry: Entry) -> bool:
	"""A row of the template that nobody filled in: it names a subject and holds no amount."""
	return not any(
		(entry.amount, entry.unit_price, entry.quantity, entry.frequency, entry.description, entry.unit)
	) and (entry.amount is None)


def _check_entry(entry: Entry) -> list[Fault]:
	"""Return what is wrong with a row as far as it can be told by itself, and reckon its amount."""
	faults = []

	def refuse(name: str, message: str, *params: object) -> None:
		faults.append(
			Fault(entry.row, TITLES[name], shown(getattr(entry, name)), RuleViolation(message, *params))
		)

	side = SIDES.get(name_key(entry.side))
	if side:
		entry.side = side
	else:
		refuse("side", "Please enter 세입 or 세출.")
	if not entry.mok:
		refuse("mok", "Please enter the Mok.")
	if entry.amount is None and entry.unit_price is None:
		refuse("amount", "Please enter an amount or a unit price.")
	elif entry.unit_price:
		_reckon(entry, refuse)
	return faults


def _reckon(entry: Entry, refuse: Callable) -> None:
	"""Multiply what is there: an empty quantity or number of times is 1."""
	entry.quantity = 1 if entry.quantity is None else entry.quantity
	entry.frequency = 1 if entry.frequency is None else entry.frequency
	try:
		product = floor_product(entry.unit_price, entry.quantity, entry.frequency)
	except RuleViolation as e:
		refuse("unit_price", e.message, *e.params)
		return
	if entry.amount is not None and entry.amount != product:
		refuse(
			"amount",
			"Unit price × quantity × times is {0} won, but the amount is {1} won. Please correct one "
			"of them.",
			format_won(product),
			format_won(entry.amount),
		)
	entry.amount = product


def _is_total(row: Row, columns: dict[int, str]) -> bool:
	"""A line of totals, as printed budgets have them, is no entry."""
	return any(
		name in PLACE and place < len(row.values) and name_key(str(row.values[place] or "")) in _TOTALS
		for place, name in columns.items()
	)


class _Merged:
	"""Merged cells: one that covers rows of a 관, 항 or 목 holds for all of them; any other is refused
	where it is hit.
	"""

	def __init__(self, sheet: Sheet, columns: dict[int, str]):
		self.rows = sheet.rows
		self.columns = columns
		self.areas = {
			place: sorted(area for area in sheet.merged if area[2] <= place <= area[3]) for place in columns
		}

	def filled(self, row: Row) -> Row:
		"""Return a row with the values of the merged cells above it."""
		values = list(row.values)
		for place, name in self.columns.items():
			area = self._area(row.number, place)
			if area and name in PLACE and self._is_one_column(area):
				above = self.rows[area[0] - 1].values
				values.extend([None] * (place + 1 - len(values)))
				values[place] = above[place] if place < len(above) else None
		return Row(row.number, tuple(values), row.uncalculated)

	def refuse(self, number: int, place: int) -> None:
		"""Refuse a cell whose value cannot be told from its neighbours'."""
		area = self._area(number, place)
		if area and not (self._is_one_column(area) and (self.columns[place] in PLACE or area[0] == area[1])):
			raise RuleViolation(
				"The cell is merged with others. Please split it and enter a value in each row."
			)

	def _area(self, number: int, place: int) -> tuple[int, int, int, int] | None:
		areas = self.areas[place]
		found = bisect_right(areas, (number, sys.maxsize, 0, 0)) - 1
		return areas[found] if found >= 0 and number <= areas[found][1] else None

	def _is_one_column(self, area: tuple[int, int, int, int]) -> bool:
		return sum(area[2] <= place <= area[3] for place in self.columns) == 1

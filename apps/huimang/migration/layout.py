"""A list as rows of a sheet, whatever it is a list of: which columns it has, by which headings they are found, how their
cells are read.

Knows nothing of the database. A kind of list is data, a `Layout`; `read` finds its table in a workbook and tells every
cell that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from huimang.migration import cells
from huimang.migration.workbook import Row, Sheet
from huimang.rules.account_subjects import name_key
from huimang.rules.errors import RuleViolation

_HEADER_WITHIN = 30
_TOTALS = frozenset({"합계", "총계", "소계", "누계", "계"})


@dataclass(frozen=True)
class Column:
	"""A column of a sheet."""

	field: str
	title: str
	"""Its heading in the template and in what is told about its cells."""
	read: Callable[[object], object] = cells.text
	"""How a cell is read; raises RuleViolation. What it makes of None is the value of an empty cell."""
	aliases: tuple[str, ...] = ()
	"""Other headings people use. Blanks and signs in headings do not count."""
	required: bool = False
	"""The sheet has the column and each row a value in it."""
	expected: bool = False
	"""The sheet has the column; its cells may be empty."""
	after: str = ""
	"""A field to the right of whose column this one stands, for lists in which a heading occurs twice."""
	width: int = 14
	longest: int = 140
	examples: tuple[str, ...] = ()
	help: str = ""
	"""What to write into it, in Korean, for the template."""


@dataclass(frozen=True)
class Fault:
	"""What is wrong with one cell of one row."""

	row: int
	column: str
	value: str
	violation: RuleViolation


class Entry(dict):
	"""One row as it was written: values by field, for every column of its layout."""

	def __init__(self, row: int, layout: Layout):
		super().__init__()
		self.row = row
		self.layout = layout


@dataclass(frozen=True)
class Layout:
	"""A kind of list."""

	columns: tuple[Column, ...]
	title: str = "목록"
	"""The name of the sheet in the template."""
	one_of: tuple[str, ...] = ()
	"""Fields of which the sheet has at least one and each row a value in one."""
	check: Callable[[Entry], Iterable[tuple[str, RuleViolation]]] = lambda entry: ()
	"""What is wrong with a row beyond its single cells, by field; may complete the entry."""
	most: int = 2_000
	"""Rows that a file may hold."""
	missing: RuleViolation | None = None
	"""What to say where no sheet of a file has the columns."""

	def title_of(self, field: str) -> str:
		return next((column.title for column in self.columns if column.field == field), field)

	def places(self, header: Row) -> dict[str, int] | None:
		"""Return where the columns stand in a row of headings, None where it is none of this list."""
		titles = [name_key(str(value)) if value is not None else "" for value in header.values]
		found: dict[str, int] = {}
		for column in self.columns:
			keys = [name_key(title) for title in (column.title, *column.aliases)]
			from_place = found.get(column.after, -1) + 1
			places = [titles.index(key, from_place) for key in keys if key in titles[from_place:]]
			if places:
				found[column.field] = places[0]
		wanted = {column.field for column in self.columns if column.required or column.expected}
		if not wanted <= found.keys() or (self.one_of and not found.keys() & set(self.one_of)):
			return None
		return found


@dataclass
class Reading:
	"""What a file holds: its entries, sound and faulty, and the faults."""

	sheet: str
	entries: list[Entry] = field(default_factory=list)
	faults: list[Fault] = field(default_factory=list)

	@property
	def sound(self) -> list[Entry]:
		wrong = {fault.row for fault in self.faults}
		return [entry for entry in self.entries if entry.row not in wrong]


def read(sheets: Iterable[Sheet], layouts: Sequence[Layout]) -> Reading:
	"""Read the first sheet that is one of the lists.

	Raises RuleViolation, in words for the user, where there is none, or too much of it.
	"""
	for sheet in sheets:
		for header in sheet.rows[:_HEADER_WITHIN]:
			for layout in layouts:
				if places := layout.places(header):
					return _read_table(sheet, header, layout, places)
	raise layouts[0].missing or RuleViolation(
		"No visible sheet has the columns {0}. Please download the template and copy your entries into it.",
		", ".join(column.title for column in layouts[0].columns if column.required or column.expected),
	)


def shown(value: object) -> str:
	"""Return a cell for a report: short, on one line."""
	text = re.sub(r"\s+", " ", "" if value is None else str(value)).strip()
	return text if len(text) <= 60 else text[:59] + "…"


def read_cell(column: Column, row: Row, place: int | None) -> object:
	"""Return the value of a column in a row. Raises RuleViolation for what does not belong there."""
	if place in row.uncalculated:
		raise RuleViolation(
			"The formula in this cell has no result. Please save the file in Excel or enter the value."
		)
	value = column.read(cell_of(row, place))
	if isinstance(value, str) and len(value) > column.longest:
		raise RuleViolation("The text has {0} characters; at most {1} fit.", len(value), column.longest)
	return value


def cell_of(row: Row, place: int | None) -> object:
	"""Return what stands at a place of a row, None where the row is shorter."""
	return row.values[place] if place is not None and place < len(row.values) else None


def _read_table(sheet: Sheet, header: Row, layout: Layout, places: dict[str, int]) -> Reading:
	reading = Reading(sheet.title)
	for row in sheet.rows[header.number :]:
		if row.is_blank or _is_total(row):
			continue
		if len(reading.entries) == layout.most:
			raise RuleViolation(
				"A file may hold at most {0} rows. Please divide it and upload one part after the other.",
				f"{layout.most:,}",
			)
		entry = Entry(row.number, layout)
		reading.entries.append(entry)
		faults = [
			*_read_row(row, entry, places),
			*(fault for fault in _missing(entry, places)),
		]
		if not faults:
			faults = [
				Fault(entry.row, layout.title_of(name), shown(cell_of(row, places.get(name))), violation)
				for name, violation in layout.check(entry)
			]
		reading.faults += faults
	return reading


def _read_row(row: Row, entry: Entry, places: dict[str, int]) -> Iterable[Fault]:
	for column in entry.layout.columns:
		place = places.get(column.field)
		try:
			entry[column.field] = read_cell(column, row, place)
		except RuleViolation as e:
			yield Fault(row.number, column.title, shown(cell_of(row, place)), e)


def _missing(entry: Entry, places: dict[str, int]) -> Iterable[Fault]:
	"""Return the cells that must not be empty; one that could not be read is told already."""
	empty = [name for name in entry if entry[name] in (None, "")]
	for column in entry.layout.columns:
		if column.required and column.field in empty:
			yield Fault(entry.row, column.title, "", RuleViolation("{0} is missing.", column.title))
	one_of = entry.layout.one_of
	if one_of and all(name in empty or name not in entry for name in one_of) and set(one_of) <= entry.keys():
		titles = [entry.layout.title_of(name) for name in one_of]
		yield Fault(
			entry.row, titles[0], "", RuleViolation("One of these is needed: {0}.", ", ".join(titles))
		)


def _is_total(row: Row) -> bool:
	"""A line of totals, as printed lists have them, is no entry."""
	words = [str(value).strip() for value in row.values if value is not None]
	return bool(words) and words[0] in _TOTALS

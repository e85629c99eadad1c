"""Where the pages of a long statement break: rows in, pages of drawn rows out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

from huimang.statements.cells import CarriedForward, lines_of
from huimang.statements.definition import Column, Row, RowKind

MOST_LINES = 3
"""Lines of text that one row may take before it is cut off with an ellipsis."""


@dataclass(frozen=True, slots=True)
class DrawnRow:
	"""A row with its cells broken into lines."""

	row: Row
	cells: list[list[str]]

	@property
	def height(self) -> int:
		return len(self.cells[0])


@dataclass
class Page:
	"""The rows of one page."""

	rows: list[DrawnRow] = field(default_factory=list)
	height: int = 0

	def put(self, row: DrawnRow) -> None:
		self.rows.append(row)
		self.height += row.height


def paginate(
	rows: Iterable[Row],
	columns: Sequence[Column],
	rooms: Sequence[float],
	first_page: int,
	other_pages: int,
	carries: bool,
) -> list[Page]:
	"""Return the pages that ``rows`` fill.

	:param rooms: width of each column in em.
	:param first_page: lines that the first page holds below its larger head.
	:param other_pages: lines that each further page holds.
	:param carries: whether a page that is followed by another one closes with 다음쪽으로, and the next opens with 전쪽이월.
	"""
	carried = CarriedForward(columns) if carries else None
	reserve = 1 if carries else 0
	pages = [Page()]
	names: dict[int, Row] = {}
	section: Row | None = None
	hanging: dict[int, list[str]] = {}
	for row in rows:
		drawn = _draw(row, columns, rooms, hanging)
		page = pages[-1]
		room = (first_page if len(pages) == 1 else other_pages) - reserve
		if page.rows and page.height + drawn.height + row.keep > room:
			page = Page()
			# Where the next part of a book begins with the page, there is nothing to be carried into it.
			if carried and row.kind is not RowKind.SECTION:
				pages[-1].put(_one_line(carried.row("다음쪽으로"), columns))
				if section:
					page.put(_one_line(section, columns))
				page.put(_one_line(carried.row("전쪽이월"), columns))
			pages.append(page)
			drawn = _draw(row, columns, rooms, hanging, _with_ancestors(row, columns, names))
		page.put(drawn)
		if row.kind is RowKind.SECTION:
			section = row
		if row.level is not None:
			names[row.level] = row
		if carried:
			carried.take(row)
	return pages


def _draw(
	row: Row,
	columns: Sequence[Column],
	rooms: Sequence[float],
	hanging: dict[int, list[str]],
	shown: Row | None = None,
) -> DrawnRow:
	"""Return a row broken into lines. A name that stands beside several rows runs on into the cells below it.

	:param hanging: the rest of such names by column, for the rows that follow.
	:param shown: the row with what is to be shown in its place.
	"""
	cells = lines_of(shown or row, columns, rooms, MOST_LINES)
	if row.rule is not None:
		for i, rest in hanging.items():
			for j, line in enumerate(cells[i]):
				if rest and not line:
					cells[i][j] = rest.pop(0)
		return DrawnRow(row, cells)
	hanging.clear()
	if row.keep and row.level is not None:
		names = [i for i, column in enumerate(columns) if column.level is not None]
		height = max(_height(cells[i]) for i in range(len(columns)) if i not in names)
		hanging.update({i: [line for line in cells[i][height:] if line] for i in names})
		cells = [lines[:height] for lines in cells]
	return DrawnRow(row, cells)


def _height(lines: Sequence[str]) -> int:
	"""Return how many lines a cell needs, at least one."""
	return max((i for i, line in enumerate(lines, 1) if line), default=1)


def _one_line(row: Row, columns: Sequence[Column]) -> DrawnRow:
	return DrawnRow(row, lines_of(row, columns, [inf] * len(columns), 1))


def _with_ancestors(row: Row, columns: Sequence[Column], names: dict[int, Row]) -> Row:
	"""Return the first row of a page in a tree with the names above it, which stand on an earlier page."""
	if not row.level:
		return row
	above = {
		column.key: names[column.level].values.get(column.key)
		for column in columns
		if column.level is not None and column.level < row.level and column.level in names
	}
	return row._replace(values={**above, **row.values})


def tree_column(columns: Sequence[Column], row: Row) -> int:
	"""Return the index of the first column that a row writes into; those before it belong to rows above."""
	if row.rule == "":
		return len(columns)
	if row.rule:
		return next(i for i, column in enumerate(columns) if column.key == row.rule)
	if row.level is None:
		return 0
	return next(i for i, column in enumerate(columns) if column.level == row.level)


def chunks(pages: Sequence[Page], size: int) -> Iterator[Sequence[Page]]:
	"""Yield ``pages`` in portions, so that a long statement is never laid out in one piece."""
	for start in range(0, len(pages), size):
		yield pages[start : start + size]

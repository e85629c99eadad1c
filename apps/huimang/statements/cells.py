"""Values as text, and rows as the lines that they take on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huimang.money import format_won
from huimang.statements.definition import Carry, Column, ColumnKind, Row, RowKind
from huimang.statements.text import wrap


def written(value: Any, kind: ColumnKind) -> str:
	"""Return ``value`` as a form shows it; nothing for None."""
	if value is None:
		return ""
	if kind is ColumnKind.WON:
		return format_won(value)
	if kind is ColumnKind.RATE:
		return f"{value:,.1f}"
	if kind is ColumnKind.DATE:
		return f"{value:%Y-%m-%d}"
	return str(value)


def lines_of(row: Row, columns: Sequence[Column], rooms: Sequence[float], most: int) -> list[list[str]]:
	"""Return the cells of ``row`` as lists of lines, all of the same length.

	:param rooms: width of each column in em of the table's letters.
	:param most: the number of lines that a row may take.
	"""
	cells = []
	for column, room in zip(columns, rooms, strict=True):
		text = written(row.values.get(column.key), column.kind)
		cells.append(wrap(text, room, most) if column.kind is ColumnKind.TEXT else [text])
	height = max(map(len, cells))
	return [[*lines, *[""] * (height - len(lines))] for lines in cells]


def is_strong(row: Row) -> bool:
	"""Tell whether a row stands out from the entries: headings, sums, and the stems of a tree, all their lines."""
	return row.kind is not RowKind.ENTRY or row.level == 0 or (row.level == 1 and bool(row.rule))


class CarriedForward:
	"""What a page hands to the next one: sums of the entries since the last subtotal, and the last balance."""

	def __init__(self, columns: Sequence[Column]) -> None:
		self._sums = {column.key: 0 for column in columns if column.carry is Carry.SUM}
		self._last = {column.key: 0 for column in columns if column.carry is Carry.LAST}
		self._label = next(column.key for column in reversed(columns) if column.kind is ColumnKind.TEXT)

	def take(self, row: Row) -> None:
		"""Take the figures of a row that has been put on the page."""
		if row.kind in (RowKind.SUBTOTAL, RowKind.RUNNING):
			self._sums = dict.fromkeys(self._sums, 0)
		elif row.kind is RowKind.ENTRY:
			for key in self._sums:
				self._sums[key] += row.values.get(key) or 0
		for key in self._last:
			self._last[key] = row.values.get(key, self._last[key])

	def row(self, label: str) -> Row:
		"""Return the row that closes a page or opens the next one."""
		return Row({self._label: label, **self._sums, **self._last}, RowKind.OPENING)

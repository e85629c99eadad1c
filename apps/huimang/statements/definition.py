"""What a statement is: a form with columns, filters, and rows that follow from the filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class ColumnKind(StrEnum):
	TEXT = "text"
	CODE = "code"
	"""Short text in the middle of its column."""
	DATE = "date"
	WON = "won"
	RATE = "rate"
	"""A ratio in per cent, with one decimal."""


class RowKind(StrEnum):
	SECTION = "section"
	"""A heading between rows, in the first column."""
	OPENING = "opening"
	"""전월이월: what was there before the first entry."""
	ENTRY = "entry"
	SUBTOTAL = "subtotal"
	"""월계, 관 계 …: closes the entries since the last one."""
	RUNNING = "running"
	"""누계."""
	TOTAL = "total"


class Carry(StrEnum):
	"""How a column is carried from page to page (다음쪽으로 · 전쪽이월)."""

	NONE = ""
	SUM = "sum"
	"""The entries since the last subtotal added up."""
	LAST = "last"
	"""The last figure as it stands, as of a balance."""


@dataclass(frozen=True)
class Column:
	"""A column of a statement.

	Attributes:
		key: name of its value in a row.
		label: Korean heading, as the form prints it.
		width: share of the page's width; those of a form are millimetres of a full page, more or less.
		kind: how its values are shown and aligned.
		group: heading over neighbouring columns of the same group.
		level: in a tree (관·항·목·세목), the depth whose names stand in this column. On screen the levels become one
			column with indentation, on paper they stay apart.
		carry: whether its figures are carried over the page.
	"""

	key: str
	label: str
	width: float
	kind: ColumnKind = ColumnKind.TEXT
	group: str = ""
	level: int | None = None
	carry: Carry = Carry.NONE


class Row(NamedTuple):
	"""A row of a statement.

	Attributes:
		values: by the keys of columns. Won are whole numbers, dates ``datetime.date``; what is missing stays empty.
		kind: what the row is; entries are the rule.
		level: depth in a tree, 0 for its stems; None outside of one.
		link: the document behind the row (DocType, name): where a click leads on screen.
		rule: key of the column at which the line above the row begins; "" leaves it out, None leaves it to the row's
			place in the tree.
		keep: how many rows after this one must not be parted from it by a page's end.
	"""

	values: Mapping[str, Any]
	kind: RowKind = RowKind.ENTRY
	level: int | None = None
	link: tuple[str, str] | None = None
	rule: str | None = None
	keep: int = 0


@dataclass(frozen=True)
class Form:
	"""The paper of a statement.

	Attributes:
		title: Korean title, without the blanks that the form sets between its syllables.
		columns: left to right.
		signers: squares of its approval box, left to right.
		legal_basis: name of the rule that prescribes it, with the form's number; empty where none does.
		landscape: whether the page lies on its side.
		note: a line below the table.
		unit: what its figures are counted in, above the table on the right.
	"""

	title: str
	columns: Sequence[Column]
	signers: Sequence[str]
	legal_basis: str = ""
	landscape: bool = False
	note: str = ""
	unit: str = "(단위: 원)"

	@property
	def carries(self) -> bool:
		"""Whether pages end with 다음쪽으로 and begin with 전쪽이월."""
		return any(column.carry for column in self.columns)


@dataclass(frozen=True)
class Heading:
	"""What stands between the title and the table.

	Attributes:
		facility: the facility's name.
		period: the time the statement speaks of.
		details: further filters in words, pairs of label and value.
	"""

	facility: str
	period: str
	details: Sequence[tuple[str, str]] = ()

	@property
	def words(self) -> str:
		"""The heading in one line."""
		parts = [("기관명", self.facility), ("기간", self.period), *self.details]
		return "   ".join(f"{label}: {value}" for label, value in parts)


@dataclass(frozen=True)
class Statement:
	"""A statement: everything that its screen, its paper and its spreadsheet need to know of it.

	Attributes:
		name: short English name, the key of the registry.
		report: the Desk report that shows it.
		doctype: whose right to read, print and export the statement takes.
		parse: reads the filters that a caller sent; refuses what is missing, foreign to the facility, or no value. The
			result has a field ``facility``.
		form: the form that these filters call for.
		heading: its heading.
		rows: its rows, in order.
	"""

	name: str
	report: str
	doctype: str
	parse: Callable[[Mapping[str, Any]], Any]
	form: Callable[[Any], Form]
	heading: Callable[[Any], Heading]
	rows: Callable[[Any], Iterable[Row]]


@dataclass(frozen=True)
class Drawn:
	"""A statement for certain filters: its form, its heading and its rows, ready to be rendered."""

	form: Form
	heading: Heading
	rows: Sequence[Row] = field(default_factory=tuple)

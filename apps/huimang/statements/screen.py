"""A statement as a Desk report: columns and rows as the framework's script reports take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from huimang.statements import engine
from huimang.statements.definition import Column, ColumnKind, Row

TREE = "tree"
"""Name of the one column that shows the levels of a tree, with indentation."""

_FIELDTYPES = {
	ColumnKind.WON: "Int",
	ColumnKind.RATE: "Float",
	ColumnKind.DATE: "Date",
}
_PIXELS_PER_MM = 5.2


def execute(name: str, filters: Mapping[str, Any] | None) -> tuple[list[dict], list[dict], str | None]:
	"""Return columns, rows and the note of a statement, as a script report returns them.

	Figures stay numbers; `public/js/statements.js` writes them as the form does. Text columns are never links to the
	framework: it would filter rows by them after the sums are made.
	"""
	drawn = engine.draw(name, filters or {})
	columns = drawn.form.columns
	levels = [column.key for column in columns if column.level is not None]
	rows = [_tree_row(row, levels) if levels else _flat_row(row) for row in drawn.rows]
	return _columns(columns), rows, drawn.form.note or None


def _columns(columns: Sequence[Column]) -> list[dict]:
	levels = [column for column in columns if column.level is not None]
	shown = [_column(column) for column in columns if column.level is None]
	if not levels:
		return shown
	label = " · ".join(column.label for column in levels)
	return [{"fieldname": TREE, "label": label, "fieldtype": "Data", "width": 300}, *shown]


def _column(column: Column) -> dict:
	return {
		"fieldname": column.key,
		"label": f"{column.group} {column.label}" if column.group else column.label,
		"fieldtype": _FIELDTYPES.get(column.kind, "Data"),
		"width": round(column.width * _PIXELS_PER_MM),
		"kind": column.kind,
	}


def _flat_row(row: Row) -> dict:
	return {**row.values, "kind": row.kind, "link": row.link}


def _tree_row(row: Row, levels: Sequence[str]) -> dict:
	name = next((row.values[key] for key in reversed(levels) if row.values.get(key)), "")
	# Sections and totals are the stems, so that a whole side folds away with one click.
	indent = int(row.rule is not None) if row.level is None else row.level + 1
	return {**_flat_row(row), TREE: name, "indent": indent}

"""What may stand in the arguments of a list query, read by itself: names of fields and DocTypes, nothing that is SQL.

The framework builds queries of these arguments as strings, and what it filters out has been got round again and again
(CVE-2024-24813, CVE-2026-31877, CVE-2026-35614, CVE-2026-55823, CVE-2026-114664). Here it is said what is good, not
what is bad: the Desk never sends anything else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_WORD = r"[^\W\d][\w-]*"
_TABLE = r"`tab\w[\w \-/&.+]*`"
_FIELD = rf"(?:(?:{_TABLE}|{_WORD})\.)?(?:`{_WORD}`|{_WORD})"
_FUNCTION = rf"(?:count|sum|avg|min|max)\(\s*(?:distinct\s+)?(?:\*|1|{_FIELD})\s*\)"
_COLUMN = rf"(?:\*|{_TABLE}\.\*|{_FUNCTION}|{_FIELD})(?:\s+as\s+[`'\"]?\w+[`'\"]?)?"

FIELD = re.compile(_FIELD)
COLUMN = re.compile(_COLUMN, re.IGNORECASE)
ORDER = re.compile(rf"(?:{_FUNCTION}|{_FIELD})(?:\s+(?:asc|desc))?", re.IGNORECASE)
DOCTYPE = re.compile(r"\w[\w \-/&.+]*")
NUMBER = re.compile(r"-?\w*")
DAY = re.compile(r"[\d\-:.+ TZ]*|undefined|null")
ASSET = re.compile(r"/?assets(?:/[\w-][\w.-]*)+\.(?:js|css|html)")
STATUSES = re.compile(r"[\[\]\d\s,\"']*")

AGGREGATES = frozenset({"count", "sum", "avg", "min", "max"})
OPERATORS = frozenset(
	{
		"=",
		"!=",
		">",
		"<",
		">=",
		"<=",
		"like",
		"not like",
		"in",
		"not in",
		"is",
		"between",
		"timespan",
		"previous",
		"next",
		"fiscal year",
		"ancestors of",
		"descendants of",
		"descendants of (inclusive)",
		"not ancestors of",
		"not descendants of",
	}
)
_SCALARS = (str, int, float, bool, type(None))


def is_field(value: object) -> bool:
	"""Whether this is the name of one field, with its table or its row of a table before it."""
	return isinstance(value, str) and bool(FIELD.fullmatch(value.strip()))


def is_doctype(value: object) -> bool:
	return isinstance(value, str) and bool(DOCTYPE.fullmatch(value))


def are_columns(value: object) -> bool:
	"""What a list may show: `fields`, as a list, as JSON of one, or as names with commas between."""
	value = parsed(value)
	if isinstance(value, str):
		return all(COLUMN.fullmatch(part.strip()) for part in value.split(",")) if value.strip() else True
	if isinstance(value, dict):
		return _is_aggregate(value)
	return value is None or (isinstance(value, list) and all(map(_is_column, value)))


def is_order(value: object) -> bool:
	"""`order_by` and `group_by`: fields, each with its direction."""
	if value in (None, "", "undefined", "null"):
		return True
	return isinstance(value, str) and all(ORDER.fullmatch(part.strip()) for part in value.split(","))


def are_filters(value: object) -> bool:
	"""`filters`: a dict by field, or rows of field, operator and value. Values may be anything: they are always escaped.

	A text that is no JSON is the name of one document.
	"""
	value = parsed(value)
	if isinstance(value, dict):
		return all(is_field(key) and _is_condition(wanted) for key, wanted in value.items())
	if isinstance(value, list):
		return all(_is_row(row) for row in value)
	return isinstance(value, _SCALARS)


def are_answers(value: object) -> bool:
	"""What a report of ours is asked: values by the name of the question."""
	value = parsed(value)
	return (
		are_filters(value)
		if isinstance(value, list)
		else isinstance(value, _SCALARS)
		or (
			isinstance(value, dict)
			and all(is_field(key) and _is_value(answer) for key, answer in value.items())
		)
	)


def are_fields_by_purpose(value: object) -> bool:
	"""The map by which a calendar says which of its fields is the beginning and which the end."""
	value = parsed(value)
	return value is None or (
		isinstance(value, dict)
		and all(not name or isinstance(name, _SCALARS[1:]) or is_field(name) for name in value.values())
	)


def are_names(value: object) -> bool:
	"""One field, several as a list, or a dict of new values by field."""
	value = parsed(value)
	names: Iterable = value if isinstance(value, list | dict) else [value]
	return all(name in (None, "") or is_field(name) for name in names)


def are_assets(value: object) -> bool:
	"""Paths of the Desk's own scripts and styles, which lead nowhere else."""
	value = parsed(value)
	return isinstance(value, list) and all(
		isinstance(path, str) and ASSET.fullmatch(path.split("?")[0]) for path in value
	)


def parsed(value: object) -> object:
	"""JSON as what it says; other text as it is."""
	if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
		try:
			return json.loads(value)
		except ValueError:
			return value
	return value


def _is_column(value: object) -> bool:
	if isinstance(value, dict):
		return _is_aggregate(value)
	return isinstance(value, str) and bool(COLUMN.fullmatch(value.strip()))


def _is_aggregate(value: dict) -> bool:
	"""As newer versions of the framework write it: {"COUNT": "name", "as": "total"}."""
	return all(
		isinstance(key, str)
		and (key.lower() in AGGREGATES or key.lower() == "as")
		and (named == "*" or is_field(named))
		for key, named in value.items()
	)


def _is_row(row: object) -> bool:
	if not isinstance(row, list) or not 2 <= len(row) <= 5:
		return False
	if len(row) == 2:
		return is_field(row[0]) and _is_value(row[1])
	if len(row) == 3:
		field, operator, value = row
	else:
		doctype, field, operator, value = row[:4]
		if not is_doctype(doctype):
			return False
	return is_field(field) and _is_operator(operator) and _is_value(value)


def _is_condition(wanted: object) -> bool:
	if isinstance(wanted, list):
		return len(wanted) == 2 and _is_operator(wanted[0]) and _is_value(wanted[1])
	return isinstance(wanted, _SCALARS)


def _is_operator(value: object) -> bool:
	return isinstance(value, str) and value.strip().casefold() in OPERATORS


def _is_value(value: object) -> bool:
	return isinstance(value, _SCALARS) or (
		isinstance(value, list) and all(isinstance(item, _SCALARS) for item in value)
	)

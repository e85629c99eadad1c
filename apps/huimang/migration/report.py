"""What is told of a list: rows that are refused and why, records that are planned, and what would be done, or was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import frappe
from frappe import _

from huimang.errors import rule_message
from huimang.migration.layout import Entry, shown
from huimang.rules.errors import RuleViolation


class Refused(Exception):
	"""A row that cannot be taken over: the field that is to blame, and why in the user's language.

	:param entry: the row itself, where the record stands on several.
	"""

	def __init__(self, field: str, reason: str, value: object = None, entry: Entry | None = None):
		super().__init__(reason)
		self.field, self.reason, self.value, self.entry = field, reason, value, entry


@dataclass
class Report:
	"""What a file would do, or why it cannot be taken."""

	sheet: str = ""
	rows: int = 0
	new: int = 0
	changed: int = 0
	known: int = 0
	notes: list[str] = field(default_factory=list)
	tables: list[dict] = field(default_factory=list)
	"""Figures to compare before a file is taken over: each a title, a head and rows of text."""
	faults: list[dict] = field(default_factory=list)
	taken: int | None = None
	written: list[Planned] = field(default_factory=list)
	"""The records that were made or changed."""

	@property
	def is_clean(self) -> bool:
		return bool(self.rows) and not self.faults

	def refuse(self, row: int, column: str, value: object, reason: str) -> None:
		self.faults.append({"row": row, "column": column, "value": shown(value), "reason": reason})

	def blame(self, entry: Entry, refusal: Refused) -> None:
		"""Note what is refused of a row, as text for a page."""
		entry = refusal.entry or entry
		value = refusal.value if refusal.value is not None else entry.get(refusal.field)
		reason = frappe.utils.escape_html(refusal.reason)
		self.refuse(entry.row, entry.layout.title_of(refusal.field), value, reason)

	@contextmanager
	def blaming(self, entry: Entry) -> Iterator[None]:
		"""Turn what is refused into a fault of the row."""
		told = len(frappe.local.message_log)
		try:
			yield
		except Refused as e:
			self.blame(entry, e)
		except RuleViolation as e:
			self.refuse(entry.row, "", "", rule_message(e))
		except frappe.ValidationError as e:
			self.refuse(entry.row, "", "", str(e) or _(type(e).__name__))
		else:
			return
		# what the report tells need not be told in a message of its own
		del frappe.local.message_log[told:]

	@property
	def wrong(self) -> int:
		"""How many rows are wrong."""
		return len({fault["row"] for fault in self.faults})

	def as_dict(self) -> dict:
		self.faults.sort(key=lambda fault: fault["row"])
		told = ("sheet", "rows", "new", "changed", "known", "notes", "tables", "faults", "taken")
		return {name: getattr(self, name) for name in (*told, "wrong", "is_clean")}


@dataclass
class Planned:
	"""A record that a row makes, or changes where it has a name."""

	entry: Entry
	values: dict
	name: str | None = None
	was: dict | None = None
	"""What the values were before in a record that is changed."""
	doctype: str = ""
	"""What it is, where the records of a list are not all of one kind."""

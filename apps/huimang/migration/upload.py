"""A list that a facility's people upload: checked row by row, told whole, and taken over as a whole or not at all.

A kind of list is a subclass of `Upload`, named in the hook ``huimang_uploads``; `examine` tells what a file would do,
`take_over` does it (README.md).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

import frappe
from frappe import _
from frappe.realtime import clear_realtime_log

from huimang.errors import obey, rule_message
from huimang.facility import access
from huimang.migration import layout, workbook
from huimang.migration.layout import Entry, Layout, shown
from huimang.migration.workbook import MAX_FILE
from huimang.rules.errors import RuleViolation

TRIED = 300
"""New records of a file that are tried out before it is taken over; what speaks against more of them is told then."""
_POINT = "huimang_upload_row"


class Refused(Exception):
	"""A row that cannot be taken over: the field that is to blame, and why in the user's language."""

	def __init__(self, field: str, reason: str, value: object = None):
		super().__init__(reason)
		self.field, self.reason, self.value = field, reason, value


@dataclass
class Report:
	"""What a file would do, or why it cannot be taken."""

	sheet: str = ""
	rows: int = 0
	new: int = 0
	changed: int = 0
	known: int = 0
	notes: list[str] = field(default_factory=list)
	faults: list[dict] = field(default_factory=list)
	taken: int | None = None

	@property
	def is_clean(self) -> bool:
		return bool(self.rows) and not self.faults

	def refuse(self, row: int, column: str, value: object, reason: str) -> None:
		self.faults.append({"row": row, "column": column, "value": shown(value), "reason": reason})

	def as_dict(self) -> dict:
		self.faults.sort(key=lambda fault: fault["row"])
		return {**asdict(self), "is_clean": self.is_clean}


@dataclass
class Planned:
	"""A record that a row makes, or changes where it has a name."""

	entry: Entry
	values: dict
	name: str | None = None


class Upload:
	"""One kind of list for one facility. What a subclass leaves out is as it is here.

	:param facility: the facility whose people upload.
	:param options: what the dialog asks besides the file.
	"""

	doctype: ClassVar[str]
	"""What the rows become; who may create it in the facility may upload."""
	template: ClassVar[str] = ""
	"""The file name of the empty workbook; none for lists that others hand out."""

	def __init__(self, facility: str, options: dict | None = None):
		self.facility = facility
		self.options = frappe._dict(options or {})

	@classmethod
	def require(cls, facility: str) -> None:
		"""Let nobody pass who may not upload this list for the facility."""
		access.require(facility, cls.doctype, "create")

	def layouts(self) -> Sequence[Layout]:
		"""Return the lists that are understood; the first is that of the template."""
		raise NotImplementedError

	def prepare(self, entries: list[Entry]) -> None:
		"""Look up at once what the rows name, so that queries do not grow with rows."""

	def plan(self, entry: Entry) -> dict:
		"""Return the values of the record that a row stands for. Raises `Refused` or RuleViolation."""
		raise NotImplementedError

	def key(self, values: dict) -> Hashable | None:
		"""Return by what a record is known again; None for what is never the same."""
		return None

	def known(self, keys: list) -> dict[Hashable, Any]:
		"""Return the records of the facility that are there already, by key; each has its `name`."""
		return {}

	def is_changed(self, there: Any, values: dict) -> bool:
		"""Whether a row changes the record that is there; else it is passed over."""
		return False

	def write(self, values: dict, name: str | None) -> None:
		"""Make a record, or change the one named."""
		doc = frappe.get_doc(self.doctype, name) if name else frappe.new_doc(self.doctype)
		doc.update({"facility": self.facility, **values})
		doc.save()

	def finish(self, written: list[Planned]) -> None:
		"""Do once what would follow from each record by itself."""

	def twice(self) -> tuple[str, str]:
		"""Return the field, and what to say, of a key that stands in a file twice."""
		return "", _("This row stands in the file twice.")

	def notes(self, planned: list[Planned]) -> list[str]:
		"""Return sentences about what would be taken over, in the user's language."""
		return []


def examine(upload: Upload, content: bytes) -> Report:
	"""Tell what a file would do and every row of it that is wrong; nothing is changed."""
	report, planned = _plan(upload, content)
	if report.is_clean:
		undo = _mark()
		try:
			with _unsearched():
				_write(upload, planned[:TRIED], report)
		finally:
			undo()
	return report


def take_over(upload: Upload, content: bytes) -> Report:
	"""Write what a file holds: all of it, or nothing where one row is wrong."""
	report, planned = _plan(upload, content)
	if not report.is_clean:
		return report
	undo = _mark()
	_write(upload, planned, report)
	if report.is_clean:
		report.taken = len(planned)
	else:
		undo()
	return report


def uploaded(content: str) -> bytes:
	"""Return the bytes of a file that came as base64. Raises ValidationError where it is too large or not whole."""
	if len(content) > MAX_FILE * 4 // 3 + 4:
		frappe.throw(
			_("The file is larger than {0} MB. Please delete what does not belong to it.").format(
				MAX_FILE >> 20
			)
		)
	try:
		return base64.b64decode(content, validate=True)
	except binascii.Error:
		frappe.throw(_("The file did not arrive whole. Please upload it again."))


def _plan(upload: Upload, content: bytes) -> tuple[Report, list[Planned]]:
	reading = obey(lambda: layout.read(workbook.read_sheets(content), upload.layouts()))
	report = Report(reading.sheet, len(reading.entries))
	for fault in reading.faults:
		report.refuse(fault.row, fault.column, fault.value, rule_message(fault.violation))
	sound = reading.sound
	upload.prepare(sound)
	by_key: dict[Hashable, Planned] = {}
	planned = []
	for entry in sound:
		with _blamed(report, entry):
			item = Planned(entry, upload.plan(entry))
			key = upload.key(item.values)
			if key is not None and key in by_key:
				raise Refused(*upload.twice())
			by_key[key if key is not None else entry.row] = item
			planned.append((key, item))
	known = upload.known([key for key, _item in planned if key is not None]) if planned else {}
	wanted = []
	for key, item in planned:
		there = known.get(key) if key is not None else None
		if there and not upload.is_changed(there, item.values):
			report.known += 1
			continue
		item.name = there.name if there else None
		wanted.append(item)
	report.changed = sum(item.name is not None for item in wanted)
	report.new = len(wanted) - report.changed
	report.notes = upload.notes(wanted)
	return report, wanted


def _write(upload: Upload, planned: list[Planned], report: Report) -> None:
	"""Write records one by one; a record that is refused leaves nothing behind, so that the next can be looked at."""
	for item in planned:
		with _blamed(report, item.entry):
			frappe.db.savepoint(_POINT)
			try:
				upload.write(item.values, item.name)
			except frappe.ValidationError:
				frappe.db.rollback(save_point=_POINT)
				raise
	if report.is_clean:
		upload.finish(planned)


@contextmanager
def _blamed(report: Report, entry: Entry) -> Iterator[None]:
	"""Turn what is refused into a fault of the row."""
	told = len(frappe.local.message_log)
	try:
		yield
	except Refused as e:
		value = e.value if e.value is not None else entry.get(e.field)
		column = entry.layout.title_of(e.field)
		report.refuse(entry.row, column, value, frappe.utils.escape_html(e.reason))
	except RuleViolation as e:
		report.refuse(entry.row, "", "", rule_message(e))
	except frappe.ValidationError as e:
		report.refuse(entry.row, "", "", str(e) or _(type(e).__name__))
	else:
		return
	# what the report tells need not be told in a message of its own
	del frappe.local.message_log[told:]


def _mark() -> Callable[[], None]:
	"""Return what takes back all that is written from now on, and what would follow its commit: messages and jobs."""
	waiting = frappe.db.after_commit._functions
	before, log = len(waiting), list(getattr(frappe.local, "_realtime_log", ()))
	frappe.db.savepoint("huimang_upload")

	def undo() -> None:
		frappe.db.rollback(save_point="huimang_upload")
		while len(waiting) > before:
			waiting.pop()
		if log:
			frappe.local._realtime_log = log
		else:
			clear_realtime_log()

	return undo


@contextmanager
def _unsearched() -> Iterator[None]:
	"""Leave what is only tried out of the global search, whose queue knows no way back."""
	before = frappe.local.conf.get("disable_global_search")
	frappe.local.conf.disable_global_search = 1
	try:
		yield
	finally:
		frappe.local.conf.disable_global_search = before

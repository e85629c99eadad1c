"""A list that a facility's people upload: checked row by row, told whole, and taken over as a whole or not at all.

A kind of list is a subclass of `Upload`, named in the hook ``huimang_uploads``; `examine` tells what a file would do,
`take_over` does it (README.md).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar

import frappe
from frappe import _
from frappe.model.document import Document

from huimang.database.sql import roll_back_to
from huimang.errors import obey, rule_message
from huimang.facility import access
from huimang.migration import bulk, layout, trial, workbook
from huimang.migration.layout import Entry, Layout, Reading
from huimang.migration.report import Planned, Refused, Report
from huimang.migration.workbook import MAX_FILE, Sheet

TRIED = 300
"""New records of a file that are tried out before it is taken over; what speaks against more of them is told then."""
PORTION = 500
"""Rows that are written before it is told how far one is."""
_POINT = "huimang_upload_row"


class Upload:
	"""One kind of list for one facility. What a subclass leaves out is as it is here.

	:param facility: the facility whose people upload.
	:param options: what the dialog asks besides the file.
	"""

	doctype: ClassVar[str]
	"""What the rows become; who may create it in the facility may upload."""
	template: ClassVar[str] = ""
	"""The file name of the empty workbook; none for lists that others hand out."""
	title: ClassVar[str] = ""
	"""What its imports are called, in English, where the DocType's name does not say it."""
	at_once: ClassVar[bool] = False
	"""Whether new records go in many at once (`bulk`): where the controller's own checks are all there is to them."""

	def __init__(self, facility: str, options: dict | None = None):
		self.facility = facility
		self.options = frappe._dict(options or {})

	@classmethod
	def require(cls, facility: str, undo: bool = False) -> None:
		"""Let nobody pass who may not upload this list for the facility, or take an import of it back."""
		access.require(facility, cls.doctype, "create")

	def sheets(self, content: bytes) -> Iterator[Sheet]:
		"""Yield the tables of a file. Raises RuleViolation for what is none."""
		return workbook.read_sheets(content)

	def layouts(self) -> Sequence[Layout]:
		"""Return the lists that are understood; the first is that of the template."""
		raise NotImplementedError

	def prepare(self, entries: list[Entry]) -> None:
		"""Look up at once what the rows name, so that queries do not grow with rows."""

	def plan(self, entry: Entry) -> dict:
		"""Return the values of the record that a row stands for. Raises `Refused` or RuleViolation."""
		raise NotImplementedError

	def party(self, entry: Entry) -> Hashable | None:
		"""Return what the rows of one record have in common: one of them wrong, none is taken; None for a row by itself.

		Also asked of rows in which something is wrong: what could not be read of them is missing.
		"""
		return None

	def key(self, values: dict) -> Hashable | None:
		"""Return by what a record is known again; None for what is never the same."""
		return None

	def known(self, keys: list) -> dict[Hashable, Any]:
		"""Return the records of the facility that are there already, by key; each has its `name`."""
		return {}

	def is_changed(self, there: Any, values: dict) -> bool:
		"""Whether a row changes the record that is there; else it is passed over."""
		return False

	def write(self, values: dict, name: str | None) -> str | None:
		"""Make a record, or change the one named; return its name, without which an import cannot be undone."""
		doc = frappe.get_doc(self.doctype, name) if name else frappe.new_doc(self.doctype)
		doc.update({"facility": self.facility, **values})
		return doc.save().name

	def insert(
		self, portion: list[Planned], blamed: Callable[[Planned], AbstractContextManager]
	) -> list[Planned] | None:
		"""Make the records of a portion at once; return those that were not refused, or None to have each written by itself.

		:param blamed: a context that turns what is refused into a fault of the row.
		"""
		return bulk.insert(self, portion, blamed) if bulk.fits(self, portion) else None

	def begin(self, docs: list) -> None:
		"""Give records that go in at once what a single one would be given, or look up, by itself."""

	def finish(self, written: list[Planned]) -> None:
		"""Do once what would follow from each record by itself."""

	def take_back(self, doc: Document, rows: list[frappe._dict], tell: Callable[[int], None]) -> None:
		"""Undo an import: each record as it was before, or gone.

		:param doc: the Facility Import.
		:param rows: its records (Facility Import Record), the last first.
		:param tell: called with how many are done.
		"""
		for number, row in enumerate(rows, 1):
			if row.was:
				record = frappe.get_doc(row.record_doctype, row.record)
				record.update(json.loads(row.was))
				record.save()
			else:
				frappe.delete_doc(row.record_doctype, row.record, delete_permanently=True)
			if number % PORTION == 0:
				tell(number)

	def twice(self) -> tuple[str, str]:
		"""Return the field, and what to say, of a key that stands in a file twice."""
		return "", _("This row stands in the file twice.")

	def against(self, planned: list[Planned]) -> Iterator[tuple[Entry, Refused]]:
		"""Yield what speaks against the list as a whole, each with the row that says so."""
		return iter(())

	def notes(self, planned: list[Planned]) -> list[str]:
		"""Return sentences about what would be taken over, in the user's language."""
		return []

	def tables(self, planned: list[Planned]) -> list[dict]:
		"""Return figures to compare before the list is taken over. See `Report.tables`."""
		return []


def examine(upload: Upload, content: bytes) -> Report:
	"""Tell what a file would do and every row of it that is wrong; nothing is changed."""
	report, planned = _plan(upload, content)
	if report.is_clean:
		undo = trial.mark()
		try:
			with trial.unsearched():
				_write(upload, planned[:TRIED], report)
				if report.is_clean:
					upload.finish(planned[:TRIED])
		finally:
			undo()
	return report


def take_over(
	upload: Upload, content: bytes, good_only: bool = False, tell: Callable[[int, int], None] | None = None
) -> Report:
	"""Write what a file holds.

	:param good_only: leave wrong rows out; otherwise nothing is written where one row is wrong.
	:param tell: called with how many rows are written, and of how many.
	"""
	report, planned = _plan(upload, content)
	if not (report.is_clean or good_only):
		return report
	undo = trial.mark()
	written = _write(upload, planned, report, tell)
	if report.is_clean or good_only:
		upload.finish(written)
		report.written, report.taken = written, len(written)
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
	reading = obey(lambda: layout.read(upload.sheets(content), upload.layouts()))
	report = Report(reading.sheet, len(reading.entries))
	for fault in reading.faults:
		report.refuse(fault.row, fault.column, fault.value, rule_message(fault.violation))
	sound = _undivided(upload, reading, report)
	upload.prepare(sound)
	by_key: dict[Hashable, Planned] = {}
	planned = []
	for entry in sound:
		with report.blaming(entry):
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
	for entry, refusal in upload.against(wanted):
		report.blame(entry, refusal)
	report.notes, report.tables = upload.notes(wanted), upload.tables(wanted)
	return report, wanted


def _undivided(upload: Upload, reading: Reading, report: Report) -> list[Entry]:
	"""Return the sound rows but those that stand or fall with a wrong one, which are told."""
	sound = reading.sound
	kept = {entry.row for entry in sound}
	spoilt = {upload.party(entry) for entry in reading.entries if entry.row not in kept} - {None}
	if not spoilt:
		return sound
	for entry in sound:
		if upload.party(entry) in spoilt:
			report.refuse(entry.row, "", "", _("Another row of the same document is wrong."))
	return [entry for entry in sound if upload.party(entry) not in spoilt]


def _write(
	upload: Upload,
	planned: list[Planned],
	report: Report,
	tell: Callable[[int, int], None] | None = None,
) -> list[Planned]:
	"""Write records; one that is refused leaves nothing behind, so that the next can be looked at. Return what was written."""
	written: list[Planned] = []
	for start in range(0, len(planned), PORTION):
		portion = planned[start : start + PORTION]
		made = upload.insert(portion, lambda item: report.blaming(item.entry))
		written += [item for item in portion if _write_one(upload, item, report)] if made is None else made
		if tell:
			tell(min(start + PORTION, len(planned)), len(planned))
	return written


def _write_one(upload: Upload, item: Planned, report: Report) -> bool:
	with report.blaming(item.entry):
		frappe.db.savepoint(_POINT)
		try:
			if item.name:
				item.was = frappe.db.get_value(
					upload.doctype, item.name, _columns(upload, item), as_dict=True
				)
			item.name = upload.write(item.values, item.name)
		except frappe.ValidationError:
			roll_back_to(_POINT)
			raise
		return True
	return False


def _columns(upload: Upload, item: Planned) -> list[str]:
	"""Return which of a record's values are kept to undo a change: those of its own row that are no secrets."""
	meta = frappe.get_meta(upload.doctype)
	secret = {f"{field.fieldname[:-7]}" for field in meta.get("fields", {"fieldtype": "Password"})}
	own = meta.get_valid_columns()
	return [field for field in item.values if field in own and field not in secret] or ["name"]

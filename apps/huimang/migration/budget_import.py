"""Brings a budget in from a workbook: checks every row and tells all that is wrong, then takes all of it
or nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

import frappe
from frappe import _

from huimang.budget import lines, queries
from huimang.errors import obey, rule_message
from huimang.migration import budget_sheet, workbook
from huimang.migration.budget_sheet import TITLES, Entry, Fault, Reading
from huimang.migration.subject_finder import NotFound, SubjectFinder, SubjectNode
from huimang.money import format_won
from huimang.rules.account_subjects import name_key
from huimang.rules.errors import RuleViolation

if TYPE_CHECKING:
	from huimang.huimang.doctype.facility_budget.facility_budget import FacilityBudget

MAX_LINES = 2_000
"""Lines of one budget: a form with more of them serves nobody."""

_PLACE = ("mok", "side", "gwan", "hang", "semok")


@dataclass(frozen=True)
class Options:
	"""What the user chose beside the file.

	Attributes:
		create_subjects: make 관, 항, 목 and 세목 that the facility lacks (없는 과목을 만들기).
		program: the program of rows that name none.
		fund_source: the fund source of rows that name none.
	"""

	create_subjects: bool = False
	program: str | None = None
	fund_source: str | None = None


@dataclass
class Report:
	"""What a file would do, or why it cannot be taken."""

	sheet: str = ""
	rows: int = 0
	faults: list[dict] = field(default_factory=list)
	new_subjects: list[dict] = field(default_factory=list)
	notes: list[str] = field(default_factory=list)
	revenue_total: int = 0
	expense_total: int = 0

	@property
	def is_clean(self) -> bool:
		return bool(self.rows) and not self.faults

	def as_dict(self) -> dict:
		return {**asdict(self), "is_clean": self.is_clean}


class BudgetImport:
	"""One file for one draft: `report` tells what it would do, `take_over` puts its lines into the draft."""

	def __init__(self, doc: FacilityBudget, content: bytes, options: Options):
		self.doc = doc
		self.options = options
		self.report = Report()
		self.lines: list[tuple[frappe._dict, SubjectNode]] = []
		self.finder = SubjectFinder(doc.accounting_unit, options.create_subjects)
		self.finder.add(queries.subjects(doc.facility, doc.accounting_unit))
		self.programs = _Names("Welfare Program", "program_name", doc.facility)
		self.fund_sources = _Names("Fund Source", "fund_source_name", doc.facility)
		self._read(content)

	def _read(self, content: bytes) -> None:
		reading = obey(lambda: budget_sheet.read(workbook.read_sheets(content)))
		self.report.sheet = reading.sheet
		self.faults = list(reading.faults)
		seen: dict[tuple, int] = {}
		if len(reading.entries) > MAX_LINES:
			obey(_refuse_too_many, len(reading.entries))
		wrong: dict[int, set[str]] = defaultdict(set)
		for fault in reading.faults:
			wrong[fault.row].add(fault.column)
		for entry in reading.entries:
			self._resolve(entry, wrong[entry.row], seen)
		self.report.rows = len(reading.entries)
		self._summarise(reading)

	def _resolve(self, entry: Entry, wrong: set[str], seen: dict[tuple, int]) -> None:
		"""Turn a row into a line of the budget, or into its faults.

		:param wrong: the columns in which the row is wrong already; the others are looked up all the same.
		"""
		found, faults = {}, []
		for columns, look_up in (
			(_PLACE, lambda: self.finder.find(entry.side, entry.gwan, entry.hang, entry.mok, entry.semok)),
			(("program",), lambda: self.programs.find(entry.program, self.options.program)),
			(("fund_source",), lambda: self.fund_sources.find(entry.fund_source, self.options.fund_source)),
		):
			if not wrong.isdisjoint(TITLES[column] for column in columns):
				continue
			try:
				found[columns[0]] = look_up()
			except NotFound as e:
				faults.append(_fault(entry, e.field, e.violation))
			except RuleViolation as e:
				faults.append(_fault(entry, columns[0], e))
		if not wrong and not faults:
			line = _line(entry, found)
			try:
				lines.check_line(
					line, found["mok"], found["program"], found["fund_source"], self.doc.accounting_unit
				)
				lines.refuse_twin(line, entry.row, seen)
				self.lines.append((line, found["mok"]))
			except RuleViolation as e:
				faults.append(_fault(entry, "mok", e))
		self.faults += faults

	def _summarise(self, reading: Reading) -> None:
		report = self.report
		report.faults = [
			{
				"row": fault.row,
				"column": fault.column,
				"value": fault.value,
				"reason": rule_message(fault.violation),
			}
			for fault in sorted(self.faults, key=lambda fault: fault.row)
		]
		report.new_subjects = [
			{"side": _(node.side), "level": _(node.level), "path": " > ".join(node.path)}
			for node in self.finder.planned
		]
		report.revenue_total = self._total("Revenue")
		report.expense_total = self._total("Expense")
		report.notes = list(self._notes(reading))

	def _total(self, side: str) -> int:
		"""Return what a side of the budget will come to: a side that the file leaves out stays as it is."""
		amounts = [line.amount for line, _node in self.lines if line.side == side]
		return sum(amounts) if amounts else int(self.doc.get(f"{side.lower()}_total") or 0)

	def _notes(self, reading: Reading):
		if not reading.entries and not reading.faults:
			yield _("The sheet {0} has no rows with an amount.").format(reading.sheet)
		if any(
			node.level != "Semok" and not (node.parent and node.parent.is_open)
			for node in self.finder.planned
		):
			yield _(
				"Some of the new subjects stand where the law sets the list. They can be used, but "
				"reports to the authorities know statutory subjects only: where you can, write them as "
				"Semok of a statutory Mok."
			)
		for written, meant in self.finder.readings.items():
			yield _("{0} was read as {1}.").format(written, meant)
		if reading.without_amount:
			yield _("{0} rows without an amount were passed over.").format(reading.without_amount)
		if reading.totals:
			yield _("{0} rows of totals were passed over.").format(reading.totals)
		if reading.hidden_rows:
			yield _("{0} hidden rows were read as well.").format(reading.hidden_rows)
		if reading.unknown_columns:
			yield _("These columns were not used: {0}.").format(", ".join(reading.unknown_columns[:20]))
		for side, table in lines.TABLES.items():
			if self.lines and not any(line.side == side for line, _node in self.lines):
				kept = len(self.doc.get(table))
				yield _("The file has no rows of {0}: the {1} lines that are there stay.").format(
					_(side), kept
				)
		difference = self.report.revenue_total - self.report.expense_total
		if self.lines and difference:
			yield _(
				"Revenue and expenses differ by {0} won. The draft can be saved, but is not confirmed "
				"until both are equal."
			).format(format_won(abs(difference)))

	def take_over(self) -> None:
		"""Make the missing subjects and put the lines into the draft, in place of those of the same side.

		Does not save.
		"""
		records = {id(node): node.record for _line, node in self.lines}
		for node in self.finder.planned:
			records[id(node)] = node.record = _make_subject(self.doc, node)
		previous = self._previous_amounts()
		for side, table in lines.TABLES.items():
			rows = [(line, node) for line, node in self.lines if line.side == side]
			if not rows:
				continue
			self.doc.set(table, [])
			for line, node in rows:
				line.account_subject = records[id(node)]
				line.previous_amount = previous.pop(
					(side, line.account_subject, line.program, line.fund_source), 0
				)
				self.doc.append(table, line)

	def _previous_amounts(self) -> Counter[tuple]:
		"""What each subject, program and source had in the version before; shown on the first of their
		lines.
		"""
		amounts: Counter[tuple] = Counter()
		for side, line in lines.of(self.doc):
			amounts[side, line.account_subject, line.program, line.fund_source] += int(
				line.previous_amount or 0
			)
		return amounts


class _Names:
	"""The programs or fund sources of a facility, by their names."""

	def __init__(self, doctype: str, title: str, facility: str):
		fields = ["name", "is_active", title, *(["kind"] if doctype == "Fund Source" else [])]
		rows = frappe.get_all(doctype, {"facility": facility}, fields)
		self.by_record = {row.name: row for row in rows}
		self.by_name = {name_key(row[title]): row for row in rows}
		self.title = title

	def find(self, written: str, default: str | None) -> frappe._dict:
		"""Return the one that is written, or the default for an empty cell. Raises RuleViolation."""
		if not written:
			if default in self.by_record:
				return self.by_record[default]
			raise RuleViolation(
				"The cell is empty. Please enter one, or choose one for all empty cells above."
			)
		if found := self.by_name.get(name_key(written)):
			return found
		close = get_close_matches(name_key(written), self.by_name, n=2, cutoff=0.5)
		if close:
			names = ", ".join(self.by_name[key][self.title] for key in close)
			raise RuleViolation("{0} is not there. Did you mean {1}?", written, names)
		raise RuleViolation(
			"{0} is not there. Please add it to the facility first or correct the name.", written
		)


def _line(entry: Entry, found: dict) -> frappe._dict:
	return frappe._dict(
		side=entry.side,
		account_subject=found["mok"].record or " > ".join(found["mok"].path),
		program=found["program"].name,
		fund_source=found["fund_source"].name,
		description=entry.description,
		unit=entry.unit,
		unit_price=entry.unit_price or 0,
		quantity=1 if entry.quantity is None else entry.quantity,
		frequency=1 if entry.frequency is None else entry.frequency,
		amount=entry.amount,
	)


def _fault(entry: Entry, column: str, violation: RuleViolation) -> Fault:
	return Fault(entry.row, TITLES[column], str(getattr(entry, column)), violation)


def _refuse_too_many(rows: int) -> None:
	raise RuleViolation(
		"The file has {0} rows of a budget, at most {1} are taken. Please add up small items.",
		f"{rows:,}",
		f"{MAX_LINES:,}",
	)


def _make_subject(doc: FacilityBudget, node: SubjectNode) -> str:
	subject = frappe.get_doc(
		{
			"doctype": "Account Subject",
			"facility": doc.facility,
			"accounting_unit": doc.accounting_unit,
			"side": node.side,
			"subject_name": node.subject_name,
			"parent_subject": node.parent.record if node.parent else None,
		}
	)
	subject.flags.from_budget_file = True
	return subject.insert().name

"""Where the rows of a book belong: subjects, programs, fund sources and accounts by their names, and what the budget has for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import frappe
from frappe import _

from huimang.budget import queries
from huimang.errors import rule_message
from huimang.ledger import balances
from huimang.ledger.keys import EXPENSE, REVENUE
from huimang.migration.layout import Entry
from huimang.migration.lookup import Named
from huimang.migration.subject_finder import NotFound, SubjectFinder
from huimang.migration.upload import Refused
from huimang.money import format_won

_MASTERS = {
	"program": ("Welfare Program", "program_name"),
	"fund_source": ("Fund Source", "fund_source_name"),
	"account": ("Facility Bank Account", "account_title"),
}


class Subject(NamedTuple):
	"""A subject that money is booked on, its 목, and the name of it."""

	name: str
	mok: str
	title: str


class Line(NamedTuple):
	"""The budget line of a row; its control line is that of the 목."""

	side: str
	mok: str
	program: str
	fund_source: str


class Places:
	"""The masters of one accounting unit of a facility, and its budget as it is used up row by row.

	:param year: the accounting year (`takeover.day.to_fill`).
	:param defaults: program, fund_source and bank_account for empty cells, as the user chose them.
	"""

	def __init__(self, year: frappe._dict, defaults: dict):
		facility, unit = year.facility, year.accounting_unit
		self._finder = SubjectFinder(unit)
		self._finder.add(queries.subjects(facility, unit))
		self._subjects: dict[tuple, Subject | NotFound] = {}
		filters = {"account": {"accounting_unit": unit}}
		self._named = {
			part: Named(doctype, facility, (title,), filters=filters.get(part))
			for part, (doctype, title) in _MASTERS.items()
		}
		self._others = Named("Counterparty", facility, ("business_no", "counterparty_name"))
		self._defaults = _own_defaults(facility, defaults)
		self._left: dict[Line, int] = {}
		self._actual: dict[Line, int] = defaultdict(int)
		self._lines_of: dict[tuple[str, str], list[Line]] = defaultdict(list)
		for row in balances.budget_lines(year.name):
			line = Line(row.side, row.mok, row.program, row.fund_source)
			if row.appropriated > 0:
				self._lines_of[row.side, row.mok].append(line)
			self._left[line] = row.appropriated - row.reserved - row.actual
			self._actual[line] = row.actual

	def subject(self, side: str, entry: Entry) -> Subject:
		"""Return the subject that a row names. Raises Refused."""
		names = tuple(entry[level] for level in ("gwan", "hang", "mok", "semok"))
		key = (side, *names)
		if key not in self._subjects:
			try:
				node = self._finder.find(side, *names)
				mok = node.parent if node.level == "Semok" else node
				self._subjects[key] = Subject(node.record, mok.record, node.subject_name)
			except NotFound as e:
				self._subjects[key] = e
		found = self._subjects[key]
		if isinstance(found, NotFound):
			raise Refused(found.field, rule_message(found.violation), entry=entry)
		return found

	def line(self, side: str, subject: Subject, entry: Entry) -> Line:
		"""Return the budget line of a row: what it names, else what was chosen, else the only one that the budget has. Raises Refused."""
		given = {
			part: self._master(part, entry) or self._defaults.get(part) for part in ("program", "fund_source")
		}
		fitting = [
			line
			for line in self._lines_of[side, subject.mok]
			if all(value in (None, getattr(line, part)) for part, value in given.items())
		]
		if all(given.values()):
			line = Line(side, subject.mok, given["program"], given["fund_source"])
			# what came in has to be booked even where its program or source was not foreseen
			if line in fitting or (side == REVENUE and self._lines_of[side, subject.mok]):
				return line
		elif len(fitting) == 1:
			return fitting[0]
		elif fitting:
			missing = next(part for part, value in given.items() if not value)
			raise Refused(
				missing,
				_("The budget has {0} in several lines. Please enter 사업 and 재원.").format(subject.title),
				entry=entry,
			)
		raise Refused(
			"mok",
			_(
				"The confirmed budget has no such line of {0}. Please correct the row, or the budget first."
			).format(subject.title),
			subject.title,
			entry,
		)

	def account(self, field: str, entry: Entry) -> str:
		"""Return the account of a cell, or the one that was chosen. Raises Refused."""
		account = self._master("account", entry, field) or (
			self._defaults.get("account") if field == "account" else None
		)
		if not account:
			raise Refused(
				field, _("Please enter the bank account, or choose one for empty cells above."), entry=entry
			)
		return account

	def other(self, written: str) -> str | None:
		"""Return the counterparty of that name or number, if the facility knows just one."""
		if not written:
			return None
		try:
			return self._others.find("counterparty", written).name
		except Refused:
			return None

	def use_up(self, amounts: Iterable[tuple[Line, int, Entry]]) -> None:
		"""Take a document's rows off the budget, all or none. Raises Refused."""
		after: dict[Line, int] = {}
		for line, amount, entry in amounts:
			taken = after.get(line, 0) + amount
			left = self._left.get(line, 0)
			if line.side == EXPENSE and taken > left:
				message = _("Only {0} won of the budget is left for it.")
				raise Refused("amount", message.format(format_won(left - taken + amount)), entry=entry)
			if self._actual[line] + taken < 0:
				message = _("More is taken back than was booked: {0} won.")
				raise Refused(
					"amount", message.format(format_won(self._actual[line] + taken - amount)), entry=entry
				)
			after[line] = taken
		for line, taken in after.items():
			self._left[line] = self._left.get(line, 0) - taken
			self._actual[line] += taken

	def _master(self, part: str, entry: Entry, field: str | None = None) -> str | None:
		written = entry[field or part]
		if not written:
			return None
		try:
			return self._named[part].find(field or part, written).name
		except Refused as e:
			raise Refused(e.field, str(e), entry=entry) from e


def _own_defaults(facility: str, chosen: dict) -> dict[str, str]:
	"""Return what was chosen for empty cells, if it is the facility's own; with one account alone, that."""
	wanted = {"program": "program", "fund_source": "fund_source", "account": "bank_account"}
	own = {}
	for part, option in wanted.items():
		doctype = _MASTERS[part][0]
		if chosen.get(option) and frappe.db.get_value(doctype, chosen[option], "facility") == facility:
			own[part] = chosen[option]
	accounts = frappe.get_all(
		"Facility Bank Account", {"facility": facility, "is_active": 1}, pluck="name", limit=2
	)
	return {"account": accounts[0], **own} if len(accounts) == 1 else own

"""Lists of books that were kept elsewhere: every resolution of past months, or the sums of them up to a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate

from huimang.facility import access
from huimang.migration import books_sheet
from huimang.migration.books_sheet import BALANCE, EXPENSE, REVENUE, TRANSFER
from huimang.migration.layout import Entry, Layout
from huimang.migration.upload import Planned, Refused, Upload
from huimang.takeover import day as days
from huimang.takeover import writing
from huimang.takeover.day import KINDS, OPENING
from huimang.takeover.figures import Figures
from huimang.takeover.places import Places

_LONGEST = 140


class BooksUpload(Upload):
	"""Past resolutions: rows of the same day, kind, account and number are one document; options: accounting_year and, for empty
	cells, bank_account, program and fund_source.
	"""

	doctype = KINDS[EXPENSE].doctype
	template = "지난 결의 서식"
	title = "Past Resolutions"
	layout = books_sheet.PAST

	@classmethod
	def require(cls, facility: str, undo: bool = False) -> None:
		for kind in KINDS.values():
			access.require(facility, kind.doctype, "cancel" if undo else "create")

	def layouts(self) -> Sequence[Layout]:
		return (self.layout,)

	def prepare(self, entries: list[Entry]) -> None:
		"""Put the rows of each document together, in the order of their days; rows of balances are kept to compare with."""
		self.year = days.to_fill(self.facility, self.options.accounting_year)
		self._begin(entries)
		self._places = Places(self.year, self.options)
		self.figures = Figures(self.year)
		self._stated = [entry for entry in entries if entry["kind"] == BALANCE]
		self._rows: dict[int, list[Entry]] = {}
		first: dict[Hashable, Entry] = {}
		for entry in entries:
			if entry["kind"] != BALANCE:
				head = first.setdefault(self.party(entry) or entry.row, entry)
				self._rows.setdefault(head.row, []).append(entry)
		entries[:] = sorted(first.values(), key=lambda entry: entry["day"])
		self._seen: Counter[tuple] = Counter()
		self._strangers: set[str] = set()
		self._taken_back = 0

	def _begin(self, entries: list[Entry]) -> None:
		"""Look at the rows before they are put together."""
		self._begun_by = days.last_day(self.year.name, opening=True)

	def party(self, entry: Entry) -> Hashable | None:
		if not entry.get("former_no") or entry.get("kind") not in (REVENUE, EXPENSE):
			return None
		return tuple(entry.get(field) for field in ("kind", "day", "former_no", "account"))

	def plan(self, entry: Entry) -> dict:
		self._check_day(entry)
		rows = self._rows[entry.row]
		values = self._transfer(entry) if entry["kind"] == TRANSFER else self._resolution(rows)
		# what it is known by again: which of several such documents it is counts too
		known_by = (entry["day"], entry.get("former_no") or "", values["total"], entry["mok"] or "")
		self._seen[entry["kind"], known_by] += 1
		mark = "/".join(map(str, (*known_by, self._seen[entry["kind"], known_by])))
		return {
			"side": entry["kind"],
			"day": entry["day"],
			"decided_on": entry.get("decided_on") or entry["day"],
			"former_no": entry.get("former_no") or "",
			"purpose": self._purpose(entry, rows),
			"import_key": f"{self._mark}{mark}"[:_LONGEST],
			**values,
		}

	_mark = "P/"

	def _check_day(self, entry: Entry) -> None:
		start, until = self.year.start_date, self.year.taken_over_until
		if not start <= entry["day"] <= until:
			message = _("Books are taken over from {0} to {1}. Other days do not belong into this list.")
			raise Refused("day", message.format(formatdate(start), formatdate(until)))
		if self._begun_by and entry["day"] <= self._begun_by:
			message = _("The opening balances hold everything up to {0} already.")
			raise Refused("day", message.format(formatdate(self._begun_by)))

	def _resolution(self, rows: list[Entry]) -> dict:
		side, lines, used = rows[0]["kind"], [], []
		for entry in rows:
			subject = self._places.subject(side, entry)
			line = self._places.line(side, subject, entry)
			used.append((line, entry["amount"], entry))
			lines.append(
				{
					"account_subject": subject.name,
					"program": line.program,
					"fund_source": line.fund_source,
					"counterparty": self._places.other(entry.get("counterparty") or ""),
					"description": self._description(entry),
					"amount": entry["amount"],
				}
			)
		account = self._places.account("account", rows[0])
		total = sum(line["amount"] for line in lines)
		if not total:
			raise Refused("amount", _("The rows of this document add up to nothing."), entry=rows[0])
		self._places.use_up(used)
		self._taken_back += total < 0
		method = rows[0].get("method") or "Bank Transfer"
		return {"bank_account": account, "lines": lines, "total": total, "method": method}

	def _transfer(self, entry: Entry) -> dict:
		source, target = (self._places.account(field, entry) for field in ("account", "to_account"))
		if source == target:
			raise Refused(
				"to_account",
				_("The money leaves the account that it goes to. Please choose two different accounts."),
			)
		return {"from_account": source, "to_account": target, "lines": [], "total": entry["amount"]}

	def _description(self, entry: Entry) -> str:
		"""Return what a line is about; whom the facility does not know as a counterparty is named here."""
		words, other = entry["description"], entry.get("counterparty") or ""
		if not other or self._places.other(other):
			return words
		self._strangers.add(other)
		return f"{words} ({other})" if words else other

	def _purpose(self, entry: Entry, rows: list[Entry]) -> str:
		words = entry["description"] or entry["mok"] or _("Fund Transfer")
		more = f" 외 {len(rows) - 1}건" if len(rows) > 1 else ""
		return f"{words[: _LONGEST - len(more)]}{more}"

	def key(self, values: dict) -> str:
		return values["import_key"]

	def known(self, keys: list[str]) -> dict[str, frappe._dict]:
		wanted = {"accounting_year": self.year.name, "taken_over": 1, "docstatus": 1}
		return {
			row.import_key: row
			for kind in KINDS.values()
			for row in frappe.get_all(kind.doctype, wanted, ["name", "import_key"], limit_page_length=0)
		}

	def against(self, planned: list[Planned]) -> Iterator[tuple[Entry, Refused]]:
		for item in planned:
			self.figures.add(item.values)
		for entry in self._stated:
			try:
				account = self._places.account("account", entry)
			except Refused as e:
				yield entry, e
				continue
			if message := self.figures.state(account, getdate(entry["day"]), entry["amount"]):
				yield entry, Refused("amount", message)

	def notes(self, planned: list[Planned]) -> list[str]:
		told = []
		if self._strangers:
			told.append(
				_("{0} counterparties are not registered; their names are kept in the descriptions.").format(
					len(self._strangers)
				)
			)
		if self._taken_back:
			told.append(_("{0} documents take money back (amounts below 0).").format(self._taken_back))
		if not self._stated:
			told.append(
				_(
					"The list states no account balance (잔액), so please compare the balances below with the bank."
				)
			)
		return told

	def tables(self, planned: list[Planned]) -> list[dict]:
		return self.figures.tables()

	def insert(
		self, portion: list[Planned], blamed: Callable[[Planned], AbstractContextManager]
	) -> list[Planned]:
		writing.write(self.year, portion)
		return portion

	def take_back(self, doc: Document, rows: list[frappe._dict], tell: Callable[[int], None]) -> None:
		names = defaultdict(list)
		for row in rows:
			names[row.record_doctype].append(row.record)
		days.to_fill(self.facility, self.options.accounting_year)
		writing.remove(doc, self.options.accounting_year, names)


class OpeningUpload(BooksUpload):
	"""What came in and went out by 목 up to a day, and what the accounts held then; options besides: day."""

	template = "기초 잔액 서식"
	title = "Opening Balances"
	layout = books_sheet.OPENING
	_mark = f"{OPENING}/"

	def _begin(self, entries: list[Entry]) -> None:
		self._begun_by = None
		day = self._day()
		if days.last_day(self.year.name):
			frappe.throw(
				_("Documents of this year were taken over already, so its sums cannot be taken over as well.")
			)
		for entry in entries:
			entry["day"] = day

	def _day(self) -> date:
		return getdate(self.options.day or self.year.taken_over_until)

	def _purpose(self, entry: Entry, rows: list[Entry]) -> str:
		words = entry["description"] or entry["semok"] or entry["mok"] or _("Fund Transfer")
		return f"{formatdate(entry['day'])}까지의 누계: {words}"[:_LONGEST]

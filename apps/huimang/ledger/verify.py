"""Does the ledger still say what was written? Finds what was changed behind its back and says it in a sentence each."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import frappe
from frappe import _

from huimang.database import bulk
from huimang.ledger import chain, masters
from huimang.ledger.keys import TRANSFER, BalanceKey, BudgetKey, balance_key, row_name
from huimang.money import format_won

BUDGET_SOURCES = "huimang_budget_sources"
"""Hook key: dotted paths of ``source(facility, read) -> dict[str, dict[BudgetKey, int]]``.

Each returns, under "appropriated" or "reserved", the won that the documents of its module put on every budget line.
So the budget can be compared with documents that the ledger does not know. ``read(query, values)`` yields rows as of the
moment at which the ledger is looked at; other readings may show another one.
"""

BOOK_CHECKS = "huimang_book_checks"
"""Hook key: dotted paths of ``check(facility) -> Iterable[str]``, which tell in a sentence each where sums that a module keeps
beside the ledger differ from it. They read as the current transaction sees it."""

MAX_FINDINGS = 1_000
_CHUNK = 5_000
_ENTRY = ("name", *chain.CONTENT, "prev_hash", "hash")
_BALANCE = ("name", *BalanceKey._fields, "amount", "cash_amount", "entry_count")
_BUDGET = ("name", *BudgetKey._fields, "appropriated", "reserved", "actual")

Balances = dict[BalanceKey, list[int]]
"""Amount, cash amount and number of the entries that a balance adds up."""

Read = Callable[[str, list], Iterator[tuple]]
"""Reads rows: ``read(query, values)``. Whoever hands it over sees to it that all its reads show one moment."""


@dataclass(frozen=True, slots=True)
class Finding:
	"""One thing that is wrong. ``kind`` is for programs, ``message`` for people; ``row`` is the row it is about."""

	kind: str
	message: str
	row: str = ""


def verify(facility: str) -> list[Finding]:
	"""Return what is wrong with a facility's ledger as the current transaction sees it; an empty list when all is well.

	Finds changed, missing and inserted entries, a broken chain, and sums that differ from the entries or documents.
	"""
	return list(islice(_findings(facility, _read_in_transaction), MAX_FINDINGS))


def verify_committed(facility: str) -> list[Finding]:
	"""Return the same for what is committed, read over a connection of its own: for ledgers of any size."""
	with bulk.reader() as reader:
		return list(islice(_findings(facility, reader.rows), MAX_FINDINGS))


def verify_balances(
	facility: str, accounting_year: str, first: datetime.date, last: datetime.date
) -> Iterator[Finding]:
	"""Yield the balances of one month that differ from their entries, without reading the whole ledger."""
	condition = "facility = %s AND posting_date BETWEEN %s AND %s AND accounting_year = %s"
	balances: Balances = defaultdict(lambda: [0, 0, 0])
	query = _select("Ledger Entry", _ENTRY, condition)
	for row in _read_in_transaction(query, [facility, first, last, accounting_year]):
		_add_to_balance(balances, dict(zip(_ENTRY, row, strict=True)))
	yield from _compare_balances(
		_read_in_transaction(
			_select("Ledger Balance", _BALANCE, "facility = %s AND accounting_year = %s AND month = %s"),
			[facility, accounting_year, first.month],
		),
		balances,
	)


def verify_actuals(accounting_year: str) -> Iterator[Finding]:
	"""Yield the budget lines of a year whose spent or received sum is not that of the ledger's balances (누계 = 총계정원장)."""
	sums = _read_in_transaction(
		"""SELECT facility, accounting_year, side, mok, program, fund_source, SUM(amount)
		FROM `tabLedger Balance` WHERE accounting_year = %s AND side != %s
		GROUP BY facility, accounting_year, side, mok, program, fund_source""",
		[accounting_year, TRANSFER],
	)
	expected = {row_name(BudgetKey(*key)): int(total) for *key, total in sums}
	columns = ("name", *BudgetKey._fields, "actual")
	condition = "accounting_year = %s AND is_control = 1"
	for name, *key, actual in _read_in_transaction(
		_select("Budget Balance", columns, condition), [accounting_year]
	):
		summed = expected.pop(name, 0)
		if int(actual) != summed:
			message = _("{1} of budget line {0} says {2} won, its documents add up to {3} won.")
			label = masters.line_label(BudgetKey(*key))
			yield Finding(
				"budget",
				message.format(label, _("Actual"), format_won(int(actual)), format_won(summed)),
				name,
			)
	if any(expected.values()):
		yield Finding("budget", _("Budget lines that documents name are missing."))


def _findings(facility: str, read: Read) -> Iterator[Finding]:
	balances: Balances = defaultdict(lambda: [0, 0, 0])
	actual: dict[BudgetKey, int] = defaultdict(int)
	entries = _summed(_entries(facility, read), balances, actual)
	yield from _check_chain(facility, entries, read)
	query = _select("Ledger Balance", _BALANCE, "facility = %s")
	yield from _compare_balances(list(read(query, [facility])), balances)
	query = _select("Budget Balance", _BUDGET, "facility = %s")
	expected = {"actual": actual, **_document_sums(facility, read)}
	yield from _compare_budget(list(read(query, [facility])), expected)
	for path in frappe.get_hooks(BOOK_CHECKS):
		for message in frappe.get_attr(path)(facility):
			yield Finding("documents", message)


def _entries(facility: str, read: Read) -> Iterator[dict[str, object]]:
	"""Yield a facility's entries in their order, a part at a time."""
	query = _select("Ledger Entry", _ENTRY, "facility = %s AND entry_no > %s ORDER BY entry_no LIMIT %s")
	last_no = -1
	while rows := list(read(query, [facility, last_no, _CHUNK])):
		for row in rows:
			yield dict(zip(_ENTRY, row, strict=True))
		last_no = rows[-1][_ENTRY.index("entry_no")]


def _summed(
	entries: Iterator[dict], balances: Balances, actual: dict[BudgetKey, int]
) -> Iterator[dict[str, object]]:
	"""Pass the entries on and add them up on the way."""
	for entry in entries:
		_add_to_balance(balances, entry)
		if entry["side"] != TRANSFER:
			key = BudgetKey(*(entry[field] or "" for field in BudgetKey._fields))
			for subject in {entry["mok"], entry["account_subject"]}:
				actual[key._replace(account_subject=subject)] += entry["amount"]
		yield entry


def _add_to_balance(balances: Balances, entry: dict[str, object]) -> None:
	total = balances[balance_key(entry)]
	total[0] += entry["amount"]
	total[1] += entry["cash_amount"]
	total[2] += 1


def _check_chain(facility: str, entries: Iterator[dict], read: Read) -> Iterator[Finding]:
	"""Yield what is wrong with the entries themselves."""
	heads = list(read(_select("Ledger Head", ("last_no", "last_hash"), "name = %s"), [facility]))
	head_no, head_hash = heads[0] if heads else (0, "")
	sealed = _sealed_hashes(facility, read)
	expected, last_hash = 1, ""
	for entry in entries:
		number, name = entry["entry_no"], entry["name"]
		if number > head_no or number < expected:
			yield Finding(
				"inserted",
				_("Entry {0} was inserted: the ledger never gave that number.").format(number),
				name,
			)
			continue
		gap = number > expected
		if gap:
			yield _missing(expected, number - 1)
		content = [entry[field] for field in chain.CONTENT]
		is_original = chain.digest(content, entry["prev_hash"] or "") == entry["hash"]
		if not is_original or name != chain.entry_name(facility, number):
			yield Finding(
				"changed", _("Entry {0} was changed after it had been posted.").format(number), name
			)
		elif not gap and (entry["prev_hash"] or "") != last_hash:
			yield Finding(
				"broken",
				_("Entries {0} and {1} do not follow from each other: one of them was rewritten.").format(
					number - 1, number
				),
				name,
			)
		if sealed.get(number, entry["hash"]) != entry["hash"]:
			yield Finding(
				"rewritten",
				_("Entries up to {0} were rewritten after their month had been closed.").format(number),
				name,
			)
		expected, last_hash = number + 1, entry["hash"]
	if expected <= head_no:
		yield _missing(expected, head_no)
	elif last_hash != (head_hash or ""):
		yield Finding("broken", _("The last entry is not the one that was posted last: it was rewritten."))


def _missing(first: int, last: int) -> Finding:
	if first == last:
		return Finding("missing", _("Entry {0} is missing.").format(first))
	return Finding("missing", _("Entries {0} to {1} are missing.").format(first, last))


def _sealed_hashes(facility: str, read: Read) -> dict[int, str]:
	"""Return the hashes that month closings have put on record, by entry number."""
	query = _select(
		"Month Closing",
		("ledger_last_no", "ledger_last_hash"),
		"facility = %s AND docstatus > 0 AND ledger_last_no > 0",
	)
	return dict(read(query, [facility]))


def _compare_balances(rows: Iterable[tuple], balances: Balances) -> Iterator[Finding]:
	"""Yield the rows of Ledger Balance that differ from ``balances``, the sums of the entries."""
	unseen = {row_name(key): total for key, total in balances.items()}
	for name, *rest in rows:
		key, found = BalanceKey(*rest[:-3]), [int(n) for n in rest[-3:]]
		summed = unseen.pop(name, [0, 0, 0])
		if found != summed or row_name(key) != name:
			label = masters.line_label(BudgetKey(*(getattr(key, field) for field in BudgetKey._fields)))
			message = _(
				"The balance of {0} in month {1} says {2} won ({3} entries), its entries add up to {4} won ({5})."
			)
			yield Finding(
				"balance",
				message.format(
					label, key.month, format_won(found[0]), found[2], format_won(summed[0]), summed[2]
				),
				name,
			)
	if any(any(total) for total in unseen.values()):
		yield Finding("balance", _("{0} balances of the ledger are missing.").format(len(unseen)))


def _compare_budget(rows: list[tuple], expected: dict[str, dict[BudgetKey, int]]) -> Iterator[Finding]:
	"""Yield the rows of Budget Balance that differ from the entries and the documents.

	:param expected: what every line should hold, by column.
	"""
	by_name = {field: {row_name(key): n for key, n in sums.items()} for field, sums in expected.items()}
	labels = {"appropriated": _("Appropriated"), "reserved": _("Reserved"), "actual": _("Actual")}
	for name, *rest in rows:
		key, found = BudgetKey(*rest[:-3]), dict(zip(labels, map(int, rest[-3:]), strict=True))
		for field, sums in by_name.items():
			summed = sums.pop(name, 0)
			if found[field] != summed:
				message = _("{1} of budget line {0} says {2} won, its documents add up to {3} won.")
				figures = (format_won(found[field]), format_won(summed))
				yield Finding(
					"budget", message.format(masters.line_label(key), labels[field], *figures), name
				)
	if any(n for sums in by_name.values() for n in sums.values()):
		yield Finding("budget", _("Budget lines that documents name are missing."))


def _document_sums(facility: str, read: Read) -> dict[str, dict[BudgetKey, int]]:
	"""Return what the documents above the ledger say of every control and memo row, by column."""
	columns: dict[str, dict[BudgetKey, int]] = {}
	for path in frappe.get_hooks(BUDGET_SOURCES):
		for column, sums in frappe.get_attr(path)(facility, read).items():
			into = columns.setdefault(column, defaultdict(int))
			subjects = masters.subjects(key.account_subject for key in sums)
			for key, won in sums.items():
				for subject in {subjects[key.account_subject].mok, key.account_subject}:
					into[key._replace(account_subject=subject)] += won
	return columns


def _select(doctype: str, columns: tuple[str, ...], condition: str) -> str:
	return f"SELECT {', '.join(f'`{column}`' for column in columns)} FROM `tab{doctype}` WHERE {condition}"


def _read_in_transaction(query: str, values: list) -> Iterator[tuple]:
	return iter(frappe.db.sql(query, values))

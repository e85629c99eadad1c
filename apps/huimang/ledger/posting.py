"""Writing the ledger: entries, their balances, the budget and the chain, all in the caller's transaction."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from huimang.database.sql import insert_rows, roll_back_to, standard_columns
from huimang.errors import LedgerError
from huimang.ledger import budget, chain, closing, masters
from huimang.ledger.budget import BudgetStatus
from huimang.ledger.keys import (
	EXPENSE,
	SIDES,
	TRANSFER,
	BalanceKey,
	BudgetKey,
	Posting,
	Voucher,
	balance_key,
	row_name,
)

NORMAL = "Normal"
REVERSAL = "Reversal"


def post(voucher: Voucher, postings: Iterable[Posting], reserved: bool = True) -> list[str]:
	"""Write the entries of a voucher, once, and return their names.

	:param reserved: expenses consume what `budget.reserve` set aside for them. With False they are checked against
		what the line has left and consume it directly.
	Raises ClosedPeriodError, BudgetExceededError or LedgerError; what it had done by then is undone.
	"""
	return post_many([(voucher, postings)], reserved)


def post_many(vouchers: Iterable[tuple[Voucher, Iterable[Posting]]], reserved: bool = True) -> list[str]:
	"""Write the entries of several vouchers of one accounting year in their order, at the cost of one. See `post`."""
	vouchers = [(voucher, list(postings)) for voucher, postings in vouchers]
	for voucher, postings in vouchers:
		_validate(voucher, postings)
	first = vouchers[0][0]
	if any(voucher.accounting_year != first.accounting_year for voucher, _postings in vouchers):
		raise ValueError("vouchers of more than one accounting year")
	with _all_or_nothing(first, NORMAL):
		days = [getdate(voucher.posting_date) for voucher, _postings in vouchers]
		for day in sorted({min(days), max(days)}):
			closing.require_open(first.accounting_year, day, facility=first.facility)
		everything = [posting for _voucher, postings in vouchers for posting in postings]
		subjects = masters.subjects(p.account_subject for p in everything)
		_require_own_masters(first.facility, everything)
		consumed = (
			change for voucher, postings in vouchers for change in _consumption(voucher, postings, reserved)
		)
		budget.move(consumed, subjects)
		rows = [
			_row(voucher, day, p, subjects, count)
			for (voucher, postings), day in zip(vouchers, days, strict=True)
			for count, p in enumerate(postings, 1)
		]
		return _write(first.facility, rows)


def reverse(doctype: str, name: str, posting_date: datetime.date | str) -> list[str]:
	"""Take a voucher back with mirrored entries on ``posting_date``, give its budget back, and return their names.

	The entries of the voucher stay as they are. Raises LedgerError where it was never posted or is reversed already,
	ClosedPeriodError where the day is closed or in another accounting year.
	"""
	table = frappe.qb.DocType("Ledger Entry")
	entries = (
		frappe.qb.from_(table)
		.select("name", *chain.CONTENT)
		.where((table.voucher_type == doctype) & (table.voucher_no == name) & (table.entry_kind == NORMAL))
		.orderby(table.entry_no)
		.run(as_dict=True)
	)
	if not entries:
		frappe.throw(
			_("{0} {1} is not in the ledger, so it cannot be reversed.").format(_(doctype), name), LedgerError
		)
	first = entries[0]
	voucher = Voucher(
		*(first.facility, first.accounting_unit, first.accounting_year, posting_date),
		*(doctype, name, first.voucher_label),
	)
	with _all_or_nothing(voucher, REVERSAL):
		day = getdate(posting_date)
		if day < max(entry.posting_date for entry in entries):
			frappe.throw(_("A reversal cannot be dated before the entry that it takes back."), LedgerError)
		closing.require_open(voucher.accounting_year, day, facility=voucher.facility)
		rows = [_mirror(entry, day) for entry in entries]
		budget.move(
			(_budget_key(row), BudgetStatus(actual=row["amount"])) for row in rows if row["side"] != TRANSFER
		)
		return _write(voucher.facility, rows)


def _validate(voucher: Voucher, postings: Sequence[Posting]) -> None:
	"""Refuse what is no voucher before anything is locked."""
	if not postings:
		frappe.throw(_("A voucher without lines cannot be posted. Please enter a line."), LedgerError)
	for posting in postings:
		if posting.side not in SIDES or (posting.side != TRANSFER and not posting.account_subject):
			frappe.throw(_("Every line needs an account subject. Please choose one."), LedgerError)
		if type(posting.amount) is not int or not posting.amount:
			frappe.throw(_("The amount of a line must be a whole number of won other than 0."), LedgerError)
		if not posting.bank_account:
			frappe.throw(
				_("Every line needs the bank account that it moves. Please choose one."), LedgerError
			)
	if sum(p.amount for p in postings if p.side == TRANSFER):
		frappe.throw(
			_("A transfer takes from one account what it gives to another. Please check the amounts."),
			LedgerError,
		)


def _require_own_masters(facility: str, postings: Sequence[Posting]) -> None:
	masters.require_facility(
		facility,
		{
			"Account Subject": {p.counter_subject for p in postings if p.counter_subject},
			"Welfare Program": {p.program for p in postings if p.program},
			"Fund Source": {p.fund_source for p in postings if p.fund_source},
			"Facility Bank Account": {p.bank_account for p in postings if p.bank_account},
		},
	)


@contextmanager
def _all_or_nothing(voucher: Voucher, kind: str) -> Iterator[None]:
	"""Undo a posting that fails half-way, for a caller that goes on with its transaction."""
	frappe.db.savepoint("huimang_posting")
	try:
		yield
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		# The database has rolled back by itself, further than the savepoint: the whole transaction is lost.
		raise
	except Exception as error:
		roll_back_to("huimang_posting")
		# Who comes second finds the entries taken, or the budget that was set aside for the voucher spent by the first.
		if _is_duplicate(error) or (isinstance(error, frappe.ValidationError) and _is_posted(voucher, kind)):
			message = _("{0} is posted already.") if kind == NORMAL else _("{0} is reversed already.")
			frappe.throw(message.format(voucher.label or voucher.name), LedgerError)
		raise
	else:
		frappe.db.release_savepoint("huimang_posting")


def _is_duplicate(error: Exception) -> bool:
	return bool(error.args) and frappe.db.is_unique_key_violation(error)


def _is_posted(voucher: Voucher, kind: str) -> bool:
	"""Say whether another transaction has posted the voucher by now; a plain read would show an older snapshot."""
	table = frappe.qb.DocType("Ledger Entry")
	query = frappe.qb.from_(table).select(table.name).for_update().limit(1)
	query = query.where((table.voucher_type == voucher.doctype) & (table.voucher_no == voucher.name))
	return bool(query.where(table.entry_kind == kind).run())


def _consumption(
	voucher: Voucher, postings: Sequence[Posting], reserved: bool
) -> Iterator[tuple[BudgetKey, BudgetStatus]]:
	"""Yield what every posting does to its budget line."""
	for posting in postings:
		if posting.side != TRANSFER:
			freed = -posting.amount if reserved and posting.side == EXPENSE else 0
			yield (
				BudgetKey(
					voucher.facility,
					voucher.accounting_year,
					posting.side,
					posting.account_subject,
					posting.program,
					posting.fund_source,
				),
				BudgetStatus(reserved=freed, actual=posting.amount),
			)


def _row(
	voucher: Voucher, day: datetime.date, posting: Posting, subjects: dict[str, masters.Subject], count: int
) -> dict[str, object]:
	"""Return the columns of an entry that its place in the chain does not decide."""
	subject = posting.account_subject or ""
	return {
		"facility": voucher.facility,
		"accounting_unit": voucher.accounting_unit,
		"accounting_year": voucher.accounting_year,
		"posting_date": day,
		"side": posting.side,
		"account_subject": subject,
		"mok": subjects[subject].mok if subject else "",
		"program": posting.program or "",
		"fund_source": posting.fund_source or "",
		"counter_subject": posting.counter_subject or "",
		"bank_account": posting.bank_account,
		"amount": posting.amount,
		"cash_amount": posting.cash_amount,
		"voucher_type": voucher.doctype,
		"voucher_no": voucher.name,
		"voucher_label": voucher.label or "",
		"voucher_row": posting.voucher_row or str(count),
		"entry_kind": NORMAL,
		"reversal_of": "",
		"counterparty": posting.counterparty or "",
		"remarks": posting.remarks or "",
		"reference_doctype": posting.reference_doctype or "",
		"reference_name": posting.reference_name or "",
	}


def _mirror(entry: frappe._dict, day: datetime.date) -> dict[str, object]:
	return {
		**entry,
		"posting_date": day,
		"amount": -int(entry.amount),
		"cash_amount": -int(entry.cash_amount),
		"entry_kind": REVERSAL,
		"reversal_of": entry.name,
	}


def _budget_key(row: dict[str, object]) -> BudgetKey:
	return BudgetKey(*(row[field] for field in BudgetKey._fields))


def _write(facility: str, rows: list[dict[str, object]]) -> list[str]:
	"""Add the rows to their balances and to the end of the facility's chain; return the entries' names."""
	now = now_datetime()
	standard = standard_columns(frappe.session.user, now)
	add_to_balances(rows, standard)
	last_no, last_hash = _take_numbers(facility, len(rows), standard)
	values = []
	for entry_no, row in enumerate(rows, last_no - len(rows) + 1):
		row |= {"entry_no": entry_no, "posted_by": frappe.session.user, "posted_at": now}
		content = [row[field] for field in chain.CONTENT]
		prev_hash, last_hash = last_hash, chain.digest(content, last_hash)
		values.append(
			(chain.entry_name(facility, entry_no), *content, prev_hash, last_hash, *standard.values())
		)
	insert_rows("Ledger Entry", ("name", *chain.CONTENT, "prev_hash", "hash", *standard), values)
	frappe.db.sql("UPDATE `tabLedger Head` SET last_hash = %s WHERE name = %s", (last_hash, facility))
	return [value[0] for value in values]


def add_to_balances(rows: list[dict[str, object]], standard: dict[str, object], sign: int = 1) -> None:
	"""Move the balance rows with one statement, in the order of their names; take the rows out with the ``sign`` -1."""
	sums: dict[BalanceKey, list[int]] = defaultdict(lambda: [0, 0, 0])
	for row in rows:
		total = sums[balance_key(row)]
		total[0] += sign * row["amount"]
		total[1] += sign * row["cash_amount"]
		total[2] += sign
	insert_rows(
		"Ledger Balance",
		("name", *BalanceKey._fields, "amount", "cash_amount", "entry_count", *standard),
		sorted((row_name(key), *key, *total, *standard.values()) for key, total in sums.items()),
		"""ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount),
		cash_amount = cash_amount + VALUES(cash_amount), entry_count = entry_count + VALUES(entry_count),
		modified = VALUES(modified), modified_by = VALUES(modified_by)""",
	)


def _take_numbers(facility: str, count: int, standard: dict[str, object]) -> tuple[int, str]:
	"""Lock the facility's chain head and return the last of ``count`` new numbers with the hash to build on."""
	rows = insert_rows(
		"Ledger Head",
		("name", "facility", "last_no", "last_hash", *standard),
		[(facility, facility, count, "", *standard.values())],
		"ON DUPLICATE KEY UPDATE last_no = last_no + VALUES(last_no) RETURNING last_no, last_hash",
	)
	return int(rows[0][0]), rows[0][1] or ""

"""Budget control: appropriated, reserved and actual of every line, and the refusal to spend more than is left.

Spending is checked on the control row: 목 × program × fund source. A line on a 세목 keeps a memo row of the same sums
beside it. Check and change cannot be parted: the control rows are read with a lock, which shows what is committed now
and not this transaction's older snapshot, and stay locked until the caller's transaction ends.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import escape_html

from huimang.database.sql import insert_rows, standard_columns
from huimang.errors import BudgetExceededError, ClosedPeriodError, LedgerError
from huimang.ledger import masters
from huimang.ledger.keys import EXPENSE, REVENUE, BudgetKey, row_name
from huimang.money import format_won


class BudgetStatus(NamedTuple):
	"""Sums of a control row, in won."""

	appropriated: int = 0
	reserved: int = 0
	actual: int = 0

	@property
	def left(self) -> int:
		"""What may still be spent; of revenue, what is still to come in."""
		return self.appropriated - self.reserved - self.actual

	def plus(self, other: "BudgetStatus") -> "BudgetStatus":
		"""Return the sums after ``other`` has been added."""
		return BudgetStatus(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class _Row(NamedTuple):
	key: BudgetKey
	mok: str
	is_control: bool


COLUMNS = (
	*("name", "facility", "accounting_year", "side", "account_subject", "program", "fund_source"),
	*("mok", "is_control", "appropriated", "reserved", "actual"),
)


def appropriate(key: BudgetKey, delta: int) -> None:
	"""Raise or, with a negative ``delta``, lower the budget of a line by won. See `appropriate_many`."""
	appropriate_many([(key, delta)])


def appropriate_many(changes: Iterable[tuple[BudgetKey, int]]) -> None:
	"""Change the budget of many lines at once, all or none.

	Locks their accounting years first: one budget takes effect at a time.
	Raises BudgetExceededError where an expense line would fall below what is spent and reserved, ClosedPeriodError for
	a year that is closed.
	"""
	changes = list(changes)
	for year in sorted({key.accounting_year for key, _delta in changes}):
		if frappe.db.get_value("Accounting Year", year, "status", for_update=True) == "Closed":
			frappe.throw(
				_("The accounting year is closed. Its budget can no longer be changed."), ClosedPeriodError
			)
	move([(key, BudgetStatus(appropriated=delta)) for key, delta in changes])


def reserve(lines: Iterable[tuple[BudgetKey, int]]) -> None:
	"""Set won aside for expenses that are being approved (지출원인행위).

	Raises BudgetExceededError, naming every line that has too little left; nothing has been changed then.
	"""
	move([(key, BudgetStatus(reserved=_positive(amount))) for key, amount in lines])


def release(lines: Iterable[tuple[BudgetKey, int]]) -> None:
	"""Give back what `reserve` has set aside. Raises LedgerError where less than that is reserved."""
	move([(key, BudgetStatus(reserved=-_positive(amount))) for key, amount in lines])


def status(key: BudgetKey) -> BudgetStatus:
	"""Return the sums of the control row behind ``key``; all 0 where the budget has no such line."""
	return statuses([key])[key]


def statuses(keys: Iterable[BudgetKey]) -> dict[BudgetKey, BudgetStatus]:
	"""Return the sums of the control row behind each of ``keys``. Reads without a lock: to show, not to decide."""
	keys = list(keys)
	subjects = masters.subjects(key.account_subject for key in keys)
	names = {key: row_name(key._replace(account_subject=subjects[key.account_subject].mok)) for key in keys}
	found = _read(sorted(set(names.values())))
	return {key: found.get(name, BudgetStatus()) for key, name in names.items()}


def require_budgeted(key: BudgetKey) -> None:
	"""Refuse a line that the budget lacks (예산총계주의, 제7조·제8조; 제15조).

	An expense needs its 목, program and fund source in the budget. Of revenue only the 목 must be there: money that
	came in has to be booked even where its program or source was not foreseen.
	"""
	mok = masters.subjects([key.account_subject])[key.account_subject].mok
	if key.side == REVENUE:
		_require_revenue_mok({key._replace(account_subject=mok): key})
	elif status(key).appropriated <= 0:
		_refuse_unbudgeted(key)


def move(
	changes: Iterable[tuple[BudgetKey, BudgetStatus]], subjects: dict[str, masters.Subject] | None = None
) -> None:
	"""Add the given sums to the lines, control and memo rows alike: the one road by which a budget balance changes.

	:param subjects: the account subjects of the lines, where the caller has read them already.
	Raises BudgetExceededError or LedgerError before anything is changed.
	"""
	rows: dict[_Row, BudgetStatus] = defaultdict(BudgetStatus)
	asked_by: dict[BudgetKey, BudgetKey] = {}
	changes = [(key, delta) for key, delta in changes if any(delta)]
	if subjects is None:
		subjects = masters.subjects(key.account_subject for key, _delta in changes)
	for key, delta in changes:
		mok = _mok_of(key, subjects)
		control = key._replace(account_subject=mok)
		asked_by.setdefault(control, key)
		for subject in {mok, key.account_subject}:
			row = _Row(key._replace(account_subject=subject), mok, subject == mok)
			rows[row] = rows[row].plus(delta)
	_check({row.key: delta for row, delta in rows.items() if row.is_control}, asked_by)
	_write(rows)


def _mok_of(key: BudgetKey, subjects: dict[str, masters.Subject]) -> str:
	subject = subjects[key.account_subject]
	if subject.facility != key.facility or subject.side != key.side:
		frappe.throw(
			_("Account subject {0} does not fit this line. Please choose it again.").format(
				key.account_subject
			),
			LedgerError,
		)
	return subject.mok


def _check(controls: dict[BudgetKey, BudgetStatus], asked_by: dict[BudgetKey, BudgetKey]) -> None:
	"""Lock the control rows of expenses that get tighter, in the order of their names, and refuse what they lack."""
	received = {key: asked_by[key] for key, delta in controls.items() if key.side == REVENUE and delta.actual}
	if received:
		_require_revenue_mok(received)
	tighter = {
		row_name(key): key
		for key, delta in controls.items()
		if key.side == EXPENSE and (delta.left < 0 or delta.reserved < 0)
	}
	locked = _read(sorted(tighter), for_update=True)
	short = []
	for name, key in tighter.items():
		if name not in locked:
			_refuse_unbudgeted(asked_by[key])
		delta, now = controls[key], locked[name]
		if now.reserved + delta.reserved < 0:
			frappe.throw(
				_(
					"The budget set aside on {0} is less than this document needs. Please have it approved again."
				).format(_shown(key)),
				LedgerError,
			)
		if delta.left < 0 and now.left + delta.left < 0:
			short.append(_shortage(key, now, delta))
	if short:
		frappe.throw("<br>".join(short), BudgetExceededError, title=_("Budget Exceeded"))


def _shortage(key: BudgetKey, now: BudgetStatus, delta: BudgetStatus) -> str:
	"""Return the sentence that says what a line lacks and what can be done."""
	figures = [format_won(n) for n in (now.appropriated, now.actual, now.reserved, now.left, -delta.left)]
	if delta.appropriated < 0:
		message = _(
			"{0}: {2} won spent and {3} won reserved of {1} won; its budget cannot be lowered by {5} won, for only"
			" {4} won is left. Please lower it by less."
		)
	else:
		message = _(
			"{0}: {4} won is left of the budget of {1} won ({2} won spent, {3} won reserved), {5} won is asked for."
			" Please raise the line by a budget transfer or a supplementary budget first."
		)
	return message.format(_shown(key), *figures)


def _require_revenue_mok(received: dict[BudgetKey, BudgetKey]) -> None:
	"""Refuse revenue on a 목 that the budget of its year lacks. Keys of ``received`` are control lines."""
	table = frappe.qb.DocType("Budget Balance")
	rows = (
		frappe.qb.from_(table)
		.select(table.accounting_year, table.mok)
		.distinct()
		.where(table.facility.isin(sorted({key.facility for key in received})))
		.where(table.accounting_year.isin(sorted({key.accounting_year for key in received})))
		.where((table.side == REVENUE) & (table.is_control == 1) & (table.appropriated > 0))
		.where(table.mok.isin(sorted({key.account_subject for key in received})))
		.run()
	)
	for control, asked in received.items():
		if (control.accounting_year, control.account_subject) not in rows:
			_refuse_unbudgeted(asked)


def _refuse_unbudgeted(key: BudgetKey) -> None:
	frappe.throw(
		_(
			"The budget has no line {0}. Please add it by a budget transfer or a supplementary budget first."
		).format(_shown(key)),
		BudgetExceededError,
		title=_("Not in the Budget"),
	)


def _shown(key: BudgetKey) -> str:
	"""Return a line's label for a message, which is shown as HTML."""
	return escape_html(masters.line_label(key))


def _read(names: list[str], for_update: bool = False) -> dict[str, BudgetStatus]:
	"""Return rows by name. The primary key is forced: a scan of the table would lock rows out of their order."""
	if not names:
		return {}
	rows = frappe.db.sql(
		f"""SELECT name, appropriated, reserved, actual FROM `tabBudget Balance` FORCE INDEX (PRIMARY)
		WHERE name IN ({", ".join(["%s"] * len(names))}) ORDER BY name {"FOR UPDATE" if for_update else ""}""",
		names,
	)
	return {name: BudgetStatus(*map(int, sums)) for name, *sums in rows}


def _write(rows: dict[_Row, BudgetStatus]) -> None:
	"""Add the sums to their rows with one statement, in the order of the rows' names."""
	if not rows:
		return
	standard = standard_columns(frappe.session.user, frappe.utils.now_datetime())
	values = sorted(
		(row_name(row.key), *row.key, row.mok, int(row.is_control), *delta, *standard.values())
		for row, delta in rows.items()
	)
	insert_rows(
		"Budget Balance",
		(*COLUMNS, *standard),
		values,
		"""ON DUPLICATE KEY UPDATE appropriated = appropriated + VALUES(appropriated),
		reserved = reserved + VALUES(reserved), actual = actual + VALUES(actual),
		modified = VALUES(modified), modified_by = VALUES(modified_by)""",
	)


def _positive(amount: int) -> int:
	if type(amount) is not int or amount <= 0:
		frappe.throw(_("The amount of a line must be a whole number of won above 0."), LedgerError)
	return amount

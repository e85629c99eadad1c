"""Expenses and receipts of a grant: what resolutions ask of this area on their way from draft to ledger.

A line that names a grant is in it the moment its document is asked for: reserved, then spent. It is refused outside the
purpose, the period and the amount (지방보조금법 제13조). Documents without such lines cost no query here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.errors import obey
from huimang.ledger.keys import EXPENSE, REVENUE
from huimang.money import won
from huimang.rules import subsidy as rules
from huimang.rules.errors import RuleViolation
from huimang.subsidy import grants, sums
from huimang.subsidy.sums import GRANT, INTEREST, OWN, RECEIPT, RETURN, SPENDING, SUBSIDY, Place, Sum


def charged(doc) -> list:
	"""Return the lines of a document that name a grant."""
	return [row for row in doc.lines if row.get("subsidy_grant")]


def lock(doc) -> None:
	"""Lock the grants of a document before its accounting year is: the order of locks (ledger/README.md)."""
	sums.lock(row.subsidy_grant for row in charged(doc))


def check(doc, problems) -> None:
	"""Every line that is charged to a grant is within its purpose, its period and its amount."""
	rows = charged(doc)
	if not rows:
		return
	heads = sums.lock(row.subsidy_grant for row in rows)
	for row in rows:
		head = heads.get(row.subsidy_grant)
		if not head:
			problems.add(_("This grant is not there any more. Please choose another one."), line=row.idx)
			continue
		part = part_of(doc.kind.side, row)
		if part in SPENDING:
			problems.of(rules.check_charge, grants.terms(head), _charge(row), _ordered(doc), line=row.idx)
		elif part != RETURN:
			problems.of(_check_receipt, head, row, part, line=row.idx)
	if doc.kind.spends:
		for head, changes in _by_grant(heads, _changes(doc, _fresh(doc), reserved=1)):
			problems.of(check_room, head, changes)


def check_payment(doc, problems) -> None:
	"""An expense of a grant is paid while the grant admits it."""
	rows = charged(doc)
	heads = sums.lock(row.subsidy_grant for row in rows)
	day = getdate(doc.get(doc.kind.day_field))
	for row in rows:
		if doc.kind.spends and part_of(doc.kind.side, row) in SPENDING:
			problems.of(rules.check_payment, grants.terms(heads[row.subsidy_grant]), day, line=row.idx)


def check_room(head: frappe._dict, changes: dict[Place, Sum]) -> None:
	"""Refuse what a locked grant, or a subject of it, has no room for. Raises RuleViolation."""
	now = sums.read(head.name, for_update=True)
	check_fits(head, now, changes)
	if (asked := sums.by_part(changes)[RETURN].used) > 0:
		_check_return(head, sums.by_part(now)[RETURN].reserved, asked)


def check_fits(head: frappe._dict, now: dict[Place, Sum], changes: dict[Place, Sum] | None = None) -> None:
	"""Refuse spending above what the terms of a grant have; without `changes`, what is spent already. Raises RuleViolation."""
	parts, asked = sums.by_part(now), sums.by_part(changes or {})
	for part, limit in ((SUBSIDY, head.subsidy_amount), (OWN, head.own_amount)):
		if asked[part].used > 0 or changes is None:
			label = _(sums.PART_LABELS[part])
			rules.check_room(head.title, label, won(limit), parts[part].used, asked[part].used)
	for subject, limit in head.subjects.items():
		more = sums.of_subject(changes or {}, subject).used
		if limit and (more > 0 or changes is None):
			label = frappe.get_cached_value("Account Subject", subject, "subject_name")
			rules.check_room(head.title, label, limit, sums.of_subject(now, subject).used, more)


def hold(doc) -> None:
	"""Reserve of the grants what a document asks for itself; they refuse what they have no room for."""
	_move(doc, _changes(doc, _fresh(doc), reserved=1), checked=True)


def release(doc, all_lines: bool = False) -> None:
	"""Give back what `hold` has reserved.

	:param all_lines: also what an Expense Request had reserved for the document, and cannot have again.
	"""
	_move(doc, _changes(doc, _all(doc) if all_lines else _fresh(doc), reserved=-1))


def release_rest(doc, amounts: Iterable[tuple]) -> None:
	"""Give back what is left of the lines of an Expense Request: pairs of a line and won."""
	_move(
		doc,
		_changes(doc, [(row, amount) for row, amount in amounts if row.get("subsidy_grant")], reserved=-1),
	)


def book(doc, sign: int = 1) -> None:
	"""Count what a document pays or receives; what it had reserved is spent now.

	:param sign: −1 for refunds, by which it comes back or goes back.
	"""
	reserved = -1 if doc.kind.spends and sign > 0 else 0
	changes = _changes(doc, _all(doc), reserved=reserved, actual=sign)
	_require_unsettled(changes)
	_move(doc, changes)
	grants.follow_money(doc, changes)


def unbook(doc, sign: int = 1, claimed: bool = False) -> None:
	"""Take back what `book` has counted.

	:param claimed: lines that came from an Expense Request are reserved by it again.
	"""
	changes = _changes(doc, _all(doc), actual=-sign)
	_require_unsettled(changes)
	if claimed:
		again = [(row, amount) for row, amount in _all(doc) if row.get("request_row")]
		for place, amount in _changes(doc, again, reserved=1).items():
			changes[place] = changes[place].plus(amount)
	_move(doc, changes)
	grants.follow_money(doc, changes)


def reference(row) -> dict[str, str]:
	"""Return by what the ledger finds the entries of a grant."""
	if not row.get("subsidy_grant"):
		return {}
	return {"reference_doctype": GRANT, "reference_name": row.subsidy_grant}


def part_of(side: str, row) -> str:
	"""Return which part of its grant a line moves: its subject bears the mark of what is received or paid back as a subsidy."""
	is_subsidy = frappe.get_cached_doc("Account Subject", row.account_subject).is_subsidy
	if side == REVENUE:
		return RECEIPT if is_subsidy else INTEREST
	if is_subsidy:
		return RETURN
	return SUBSIDY if _fund_kind(row) == "Subsidy" else OWN


def _check_receipt(head: frappe._dict, row, part: str) -> None:
	if head.status not in grants.OPEN:
		raise RuleViolation(
			"{0}: this grant takes no money in (it is not granted yet, or settled). Please choose another grant.",
			head.title,
		)
	if part == RECEIPT and row.fund_source != head.fund_source:
		raise RuleViolation(
			"{0}: the money of this grant is in another fund source. Please choose the fund source of the grant.",
			head.title,
		)


def _check_return(head: frappe._dict, pending: int, asked: int) -> None:
	due = grants.outstanding(head)
	if due is None:
		raise RuleViolation(
			"{0}: nothing goes back before the granting body has fixed the amount. Please enter its notice in the settlement.",
			head.title,
		)
	rules.check_room(head.title, _("To Return"), due, pending, asked)


def _require_unsettled(changes: dict[Place, Sum]) -> None:
	"""What is reported stays as it was reported; once the amount is fixed, money goes back, as a return or as a refund."""
	parts: dict[str, set[str]] = defaultdict(set)
	for place in changes:
		parts[place.subsidy_grant].add(place.part)
	for head in sums.lock(parts).values():
		free = {RETURN} if head.status == grants.REPORTED else {RETURN, RECEIPT, INTEREST}
		if head.status in grants.SETTLED and not parts[head.name] <= free:
			frappe.throw(
				_(
					"{0} is settled, so its expenses and receipts stay as they are. Please have the settlement cancelled first."
				).format(head.title)
			)


def _changes(doc, amounts: Iterable[tuple], reserved: int = 0, actual: int = 0) -> dict[Place, Sum]:
	"""Return what the lines change: their amounts times `reserved` and `actual`."""
	changes: dict[Place, Sum] = defaultdict(Sum)
	for row, amount in amounts:
		mok = frappe.get_cached_value("Account Subject", row.account_subject, "mok")
		place = Place(row.subsidy_grant, part_of(doc.kind.side, row), row.account_subject, mok)
		changes[place] = changes[place].plus(Sum(reserved * amount, actual * amount))
	return changes


def _move(doc, changes: dict[Place, Sum], checked: bool = False) -> None:
	changes = {place: amount for place, amount in changes.items() if any(amount)}
	if not changes:
		return
	heads = sums.lock(place.subsidy_grant for place in changes)
	for head, mine in _by_grant(heads, changes) if checked else ():
		obey(check_room, head, mine)
	sums.move(doc.facility, changes)


def _by_grant(heads: dict, changes: dict[Place, Sum]) -> list[tuple[frappe._dict, dict[Place, Sum]]]:
	by_name: dict[str, dict[Place, Sum]] = defaultdict(dict)
	for place, amount in changes.items():
		by_name[place.subsidy_grant][place] = amount
	return [(heads[name], mine) for name, mine in sorted(by_name.items()) if name in heads]


def _all(doc) -> list[tuple]:
	return [(row, won(row.amount)) for row in charged(doc)]


def _fresh(doc) -> list[tuple]:
	"""Return the lines that the document reserves itself, not those that its Expense Request has reserved."""
	return [
		(row, amount) for row, amount in _all(doc) if doc.kind.side == EXPENSE and not row.get("request_row")
	]


def _ordered(doc) -> date:
	return getdate(doc.get("cause_date") or doc.proposal_date)


def _charge(row) -> rules.Charge:
	subject = frappe.get_cached_doc("Account Subject", row.account_subject)
	return rules.Charge(
		*(
			row.account_subject,
			subject.subject_name,
			subject.mok,
			row.program,
			row.fund_source,
			_fund_kind(row),
		)
	)


def _fund_kind(row) -> str:
	return frappe.get_cached_value("Fund Source", row.fund_source, "kind") or ""

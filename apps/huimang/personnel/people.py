"""Facility Employees: what a card holds, and what its person is on any day (`state_on`), which follows from orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, flt, getdate

from huimang.budget import bank_details
from huimang.errors import obey
from huimang.ledger.numbering import next_number
from huimang.rules import identifiers, income_tax, service_record
from huimang.rules.service_record import LEFT, REGISTERED, Change, Entry, Terms
from huimang.tax import personal_numbers

EMPLOYEE = "Facility Employee"
STATE = "Employee State"
NOT_YET_HIRED = "Not Yet Hired"
TERMS = tuple(field.name for field in fields(Terms))
_STATE_FIELDS = ("effective_on", "kind", "standing", *TERMS, "personnel_order", "order_label", "reason")
_FOLLOW_FROM_ORDERS = (*TERMS, "hired_on", "left_on")


@dataclass(frozen=True, slots=True)
class State:
	"""What an employee is on a day: the entry of their record that holds then."""

	employee: str
	facility: str
	since: date
	status: str
	position: str
	job_type: str
	department: str
	employment_type: str
	grade: str
	step: int
	base_pay: int
	weekly_hours: float


@dataclass(frozen=True, slots=True)
class Family:
	"""공제대상가족: the employee included, and the children of 8 to 20 years among them."""

	dependants: int
	children: int


def state_on(employee: str, day: date | str) -> State | None:
	"""Return what an employee is on a day; None before they were hired."""
	found = states_between(day, day, employees=[employee])
	return found[employee][-1] if employee in found else None


def states_between(
	first: date | str, last: date | str, facility: str | None = None, employees: Iterable[str] | None = None
) -> dict[str, list[State]]:
	"""Return {employee: states} that hold on some day from `first` to `last`, in their order, by one query.

	The first state of each is what holds on the first day, if they were hired by then; so a month's pay finds every
	change within the month.
	"""
	table, card = frappe.qb.DocType(STATE), frappe.qb.DocType(EMPLOYEE)
	query = (
		frappe.qb.from_(table)
		.join(card)
		.on(card.name == table.parent)
		.select(
			table.parent, card.facility, table.effective_on, table.standing, *(table[name] for name in TERMS)
		)
		.where((table.parenttype == EMPLOYEE) & (table.effective_on <= getdate(last)))
		.orderby(table.parent)
		.orderby(table.idx)
	)
	if facility:
		query = query.where(card.facility == facility)
	if employees is not None:
		query = query.where(table.parent.isin([*employees] or [""]))
	found: dict[str, list[State]] = defaultdict(list)
	for row in query.run(as_dict=True):
		state = State(
			row.parent,
			row.facility,
			row.effective_on,
			row.standing,
			*(_plain(name, row[name]) for name in TERMS),
		)
		if found[row.parent] and state.since <= getdate(first):
			found[row.parent].clear()
		found[row.parent].append(state)
	return dict(found)


def family_on(dependants: Iterable, day: date | str) -> Family:
	"""Return whom an employee provides for on a day, for the tax table.

	:param dependants: rows of the table Employee Dependant.
	"""
	day = getdate(day)
	counted = [row for row in dependants if cint(row.tax_dependant) and _holds(row, day)]
	children = [
		row
		for row in counted
		if row.relation in ("Child", "Grandchild") and income_tax.is_child(getdate(row.birth_date), day)
	]
	return Family(1 + len(counted), len(children))


def prepare(doc: Document) -> None:
	"""Check and complete a card before it is saved."""
	doc.full_name = " ".join((doc.full_name or "").split())
	doc.phone = doc.phone and identifiers.show_phone(obey(identifiers.read_phone, doc.phone))
	_protect_resident_no(doc)
	bank_details.protect_account_number(doc)
	if doc.birth_date and getdate(doc.birth_date) > getdate():
		frappe.throw(_("The day of birth lies in the future."))
	_check_periods(doc)
	_check_login(doc)
	_reckon_career(doc)
	_follow(doc)


def number(doc: Document) -> None:
	"""Give a new card its number: without gaps in a facility, for cards are never deleted."""
	doc.employee_no = f"{next_number(doc.facility, 'people', EMPLOYEE):04d}"


def follow(employees: Iterable[str]) -> None:
	"""Write into the cards what follows from the orders as they stand now. Safe to repeat."""
	for name in sorted(set(employees)):
		doc = frappe.get_doc(EMPLOYEE, name, for_update=True)
		doc.flags.follows = True
		# who approves an order need not be one who may write cards
		doc.save(ignore_permissions=True)


def record_of(doc: Document, more: Iterable[Change] = ()) -> list[Entry]:
	"""Return the record of an employee with orders that are not yet in force; refuses one that does not fit.

	:param more: orders besides those that were approved.
	"""
	changes = [*_approved_changes(doc.name), *more]
	return obey(service_record.record, doc.full_name, _opening(doc), changes)


def late_cards(day: date | str) -> list[str]:
	"""Return the employees whose card does not say what they are on a day: an order has come into force since."""
	rows = frappe.get_all(EMPLOYEE, {"hired_on": ("<=", day)}, ["name", "status", *TERMS])
	states = states_between(day, day, employees=[row.name for row in rows])
	return [
		row.name
		for row in rows
		if (state := states.get(row.name))
		and (
			row.status != state[-1].status
			or any(_plain(name, row[name]) != getattr(state[-1], name) for name in TERMS)
		)
	]


def _protect_resident_no(doc: Document) -> None:
	typed = (doc.resident_no or "").strip()
	personal_numbers.protect_resident_no(doc)
	if typed and "*" not in typed:
		digits = doc.resident_no_secret
		doc.birth_date = identifiers.born_on(digits)
		doc.sex = "Male" if int(digits[6]) % 2 else "Female"


def _check_periods(doc: Document) -> None:
	pairs = [
		("hired_on", "left_on"),
		("pension_joined_on", "pension_left_on"),
		("health_joined_on", "health_left_on"),
		("employment_joined_on", "employment_left_on"),
		("accident_joined_on", "accident_left_on"),
	]
	for first, last in pairs:
		if doc.get(last) and (not doc.get(first) or getdate(doc.get(last)) < getdate(doc.get(first))):
			frappe.throw(
				_("{0} lies before {1}.").format(_(doc.meta.get_label(last)), _(doc.meta.get_label(first)))
			)
	if doc.contract_end and doc.hired_on and getdate(doc.contract_end) < getdate(doc.hired_on):
		frappe.throw(_("The contract ends before it begins."))
	for row in doc.dependants:
		if row.since and row.until and getdate(row.until) < getdate(row.since):
			frappe.throw(_("{0} lies before {1}.").format(_("Dependant Until"), _("Dependant Since")))


def _check_login(doc: Document) -> None:
	"""A login is one person's: who sees the pay of somebody else by it sees what is none of their business."""
	if not doc.user:
		doc.user = None
		return
	others = frappe.get_all(
		EMPLOYEE,
		{"user": doc.user, "facility": doc.facility, "name": ("!=", doc.name or "")},
		pluck="full_name",
	)
	if others:
		frappe.throw(_("This login belongs to {0} already.").format(others[0]))


def _reckon_career(doc: Document) -> None:
	total = 0
	for row in doc.careers:
		row.recognised_months = obey(
			service_record.recognised_months,
			getdate(row.from_date),
			getdate(row.to_date),
			cint(row.recognised_rate),
		)
		total += row.recognised_months
	doc.recognised_career = _("{0} years {1} months").format(*divmod(total, 12)) if total else None


def _follow(doc: Document) -> None:
	"""Rebuild the record of the card and what it says of today."""
	ordered = [] if doc.is_new() else _approved_changes(doc.name)
	if ordered and not doc.flags.follows:
		_refuse_what_orders_change(doc)
	as_typed = not ordered and not doc.flags.follows
	entries = obey(service_record.record, doc.full_name, _opening(doc, as_typed), ordered)
	_show(doc, entries)
	today = service_record.state_on(entries, getdate())
	doc.status = today.standing if today else NOT_YET_HIRED
	if not as_typed:
		spans = service_record.employed(entries)
		doc.hired_on, doc.left_on = spans[-1] if spans else (None, None)
		if entries:
			doc.update(asdict((today or entries[0]).terms))
	_insure(doc)


def _show(doc: Document, entries: list[Entry]) -> None:
	"""Put the entries into the table of the card; a row that says what it said before stays that row."""
	stored = (
		[] if doc.is_new() else frappe.get_all(STATE, {"parent": doc.name, "parenttype": EMPLOYEE}, ["*"])
	)
	known = {tuple(_values(row)): row for row in stored}
	rows = [_row(entry) for entry in entries]
	doc.set("states", [known.pop(tuple(_values(row)), row) for row in rows])


def _insure(doc: Document) -> None:
	"""Propose the days on which the insurances begin and end: the day of hiring, and the day after the last at work."""
	excluded = {
		"pension": doc.other_pension or doc.pension_declined,
		"health": doc.health_excluded,
		"employment": doc.is_employer,
		"accident": doc.is_employer,
	}
	for insurance, is_excluded in excluded.items():
		first, last = f"{insurance}_joined_on", f"{insurance}_left_on"
		if (
			doc.hired_on
			and not is_excluded
			and not doc.get(first)
			and (doc.is_new() or doc.has_value_changed("hired_on"))
		):
			doc.set(first, doc.hired_on)
		if (
			doc.left_on
			and doc.get(first)
			and not doc.get(last)
			and (doc.is_new() or doc.has_value_changed("left_on"))
		):
			doc.set(last, add_days(doc.left_on, 1))


def _opening(doc: Document, as_typed: bool = False) -> list[Entry]:
	"""Return what was registered without an order: as the form has it, or, once there are orders, as it was stored."""
	if not as_typed:
		kept = frappe.get_all(
			STATE,
			{"parent": doc.name, "parenttype": EMPLOYEE, "kind": REGISTERED},
			["effective_on", "standing", *TERMS],
			order_by="idx",
		)
		return [
			Entry(
				row.effective_on,
				REGISTERED,
				row.standing,
				Terms(*(_plain(name, row[name]) for name in TERMS)),
			)
			for row in kept
		]
	if not doc.hired_on:
		return []
	terms = Terms(*(_plain(name, doc.get(name)) for name in TERMS))
	entries = [Entry(getdate(doc.hired_on), REGISTERED, service_record.AT_WORK, terms)]
	if doc.left_on:
		entries.append(Entry(getdate(doc.left_on) + service_record.ONE_DAY, REGISTERED, LEFT, terms))
	return entries


def _refuse_what_orders_change(doc: Document) -> None:
	changed = [name for name in _FOLLOW_FROM_ORDERS if doc.has_value_changed(name)]
	if changed:
		labels = ", ".join(_(doc.meta.get_label(name)) for name in changed)
		frappe.throw(_("{0}: this is changed by a personnel order.").format(labels))


def _approved_changes(employee: str) -> list[Change]:
	line, order = frappe.qb.DocType("Personnel Order Line"), frappe.qb.DocType("Personnel Order")
	rows = (
		frappe.qb.from_(line)
		.join(order)
		.on(order.name == line.parent)
		.select(
			order.name,
			order.order_no,
			order.kind,
			order.effective_on,
			order.reason,
			line.remarks,
			*(line[name] for name in TERMS),
		)
		.where((line.employee == employee) & (order.docstatus == 1) & (order.stage == "Approved"))
		.run(as_dict=True)
	)
	return [change_of(row, row) for row in rows]


def change_of(order, line) -> Change:
	"""Return what a line of an order changes."""
	terms = {name: value for name in TERMS if (value := _plain(name, line.get(name)))}
	return Change(
		order.kind,
		getdate(order.effective_on),
		# an order that is still to be numbered comes after those of the same day
		order.order_no or "~",
		terms,
		order.name or "",
		order.order_no or "",
		line.remarks or order.reason or "",
	)


def _row(entry: Entry) -> dict:
	return {
		"effective_on": entry.effective_on,
		"kind": entry.kind,
		"standing": entry.standing,
		**asdict(entry.terms),
		"personnel_order": entry.source or None,
		"order_label": entry.label or None,
		"reason": entry.reason[:140] or None,
	}


def _values(row: dict) -> list:
	return [_plain(name, row.get(name)) for name in _STATE_FIELDS]


def _plain(name: str, value):
	if name in ("step", "base_pay"):
		return cint(value)
	return flt(value, 2) if name == "weekly_hours" else value or ""


def _holds(row, day: date) -> bool:
	return (not row.since or getdate(row.since) <= day) and (not row.until or day <= getdate(row.until))

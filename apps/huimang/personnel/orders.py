"""Personnel Orders (발령): what they say, whether they fit, and what follows from them once they are approved."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, nowdate

from huimang.ledger.numbering import next_number
from huimang.personnel import people
from huimang.rules import service_record
from huimang.rules.service_record import HIRE, LEAVE, PROMOTION, RETIREMENT, STEP_INCREASE, TRANSFER

_MUST_CHANGE = {
	PROMOTION: ("position", "grade", "step", "base_pay"),
	STEP_INCREASE: ("step", "base_pay"),
	TRANSFER: ("department", "position", "job_type", "employment_type", "weekly_hours"),
}
"""Of what each of these orders must change at least one thing."""
_CHANGES_NOTHING = (LEAVE, RETIREMENT)


def complete(doc: Document) -> None:
	"""Check and complete what the writer of an order entered."""
	if not doc.lines:
		frappe.throw(_("Please enter the employees."))
	twice = [
		line.idx for line in doc.lines if [other.employee for other in doc.lines].count(line.employee) > 1
	]
	if twice:
		frappe.throw(_("Row {0}: each employee can be in an order only once.").format(twice[-1]))
	cards = _cards(doc)
	for line in doc.lines:
		card = cards[line.employee]
		line.employee_name = card.full_name
		if doc.kind == HIRE:
			_take_from_card(line, card)
	_show_state_before(doc)
	for line in doc.lines:
		_check_line(doc, line)
	doc.title = _title(doc)


def require_fitting(doc: Document) -> None:
	"""Refuse an order that does not fit what its employees are on its day, or that a later order contradicts."""
	for line in doc.lines:
		card = frappe.get_doc(people.EMPLOYEE, line.employee)
		people.record_of(card, [people.change_of(doc, line)])


def number(doc: Document) -> None:
	"""Give an order that is approved its number, without gaps within a year."""
	year = getdate().year
	doc.order_no = f"{year}-{next_number(doc.facility, str(year), doc.doctype):04d}"
	doc.approved_on = nowdate()
	doc.title = _title(doc)


def mark_cancelled(doc: Document) -> None:
	"""An order that is taken back keeps its number."""
	doc.cancelled_on = nowdate()


def follow(doc: Document) -> None:
	"""Let the cards of an order's employees say what follows from it, or from its being taken back."""
	people.follow(line.employee for line in doc.lines)


def state_before(employee: str, day: str) -> dict:
	"""Return what an employee is on the day before an order, for the form: fields of a line, and one line to read."""
	state = people.state_on(employee, _day_before(day))
	if not state:
		return {"before": _(people.NOT_YET_HIRED)}
	return {"before": _shown(state), **{name: getattr(state, name) for name in people.TERMS}}


def due_for_step(facility: str, first: str, last: str) -> list[dict]:
	"""Return the employees whose next step increase (승급) falls within a time, with the step they get."""
	rows = frappe.get_all(
		people.EMPLOYEE,
		{"facility": facility, "status": service_record.AT_WORK, "next_step_on": ("between", [first, last])},
		["name as employee", "full_name as employee_name", "step", "next_step_on"],
		order_by="next_step_on, employee_no",
	)
	return [{**row, "step": cint(row.step) + 1} for row in rows]


def _day_before(day: str) -> date:
	return getdate(day) - service_record.ONE_DAY


def _cards(doc: Document) -> dict:
	names = [line.employee for line in doc.lines]
	rows = frappe.get_all(people.EMPLOYEE, {"name": ("in", names)}, ["name", "full_name", *people.TERMS])
	return {row.name: row for row in rows}


def _take_from_card(line, card) -> None:
	for name in people.TERMS:
		if not line.get(name):
			line.set(name, card[name])


def _show_state_before(doc: Document) -> None:
	day = _day_before(doc.effective_on)
	states = people.states_between(day, day, employees=[line.employee for line in doc.lines])
	for line in doc.lines:
		found = states.get(line.employee)
		line.before = _shown(found[-1]) if found else _(people.NOT_YET_HIRED, "ko")


def _shown(state: people.State) -> str:
	parts = [state.department, state.position, state.grade]
	if state.step:
		parts.append(_("step {0}").format(state.step))
	if state.status != service_record.AT_WORK:
		parts.append(_(state.status))
	return " · ".join(filter(None, parts)) or _(state.status)


def _check_line(doc: Document, line) -> None:
	named = [name for name in people.TERMS if line.get(name)]
	needed = _MUST_CHANGE.get(doc.kind)
	if needed and not set(named) & set(needed):
		labels = ", ".join(_(line.meta.get_label(name)) for name in needed)
		frappe.throw(
			_("Row {0}: please enter what changes for {1} ({2}).").format(
				line.idx, line.employee_name, labels
			)
		)
	if doc.kind in _CHANGES_NOTHING and named:
		labels = ", ".join(_(line.meta.get_label(name)) for name in named)
		frappe.throw(_("Row {0}: {1} does not change {2}.").format(line.idx, _(doc.kind), labels))
	if line.expected_until and getdate(line.expected_until) < getdate(doc.effective_on):
		frappe.throw(_("Row {0}: the leave of absence ends before it begins.").format(line.idx))
	if doc.kind != LEAVE:
		line.expected_until = None


def _title(doc: Document) -> str:
	names = [line.employee_name for line in doc.lines]
	more = (
		_("{0} and {1} other people", "ko").format(names[0], len(names) - 1) if len(names) > 1 else names[0]
	)
	return " · ".join(filter(None, (_(doc.kind, "ko"), more, doc.order_no)))

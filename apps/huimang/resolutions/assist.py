"""What helps while a resolution is being typed: what the budget says, subjects to choose from, and likely values.

Whoever calls has asked for the facility.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import frappe
from frappe.utils import add_months, nowdate
from pypika import Order
from pypika.functions import Coalesce, Sum

from huimang.approval.stages import APPROVED, IN_APPROVAL, SETTLED
from huimang.facility.access import facilities_for
from huimang.ledger import budget
from huimang.ledger.keys import BudgetKey
from huimang.money import won
from huimang.resolutions import content
from huimang.resolutions.kinds import Kind
from huimang.rules.account_subjects import name_key


def budget_rest(facility: str, accounting_year: str, side: str, lines: list[dict], held: bool) -> list[dict]:
	"""Return what the budget says to each line of a form: appropriated, actual, reserved, left, and left afterwards.

	Lines on the same 목, program and fund source draw on the same money: each counts those above it.

	:param held: the document's own amounts are among the reserved already.
	"""
	keys = [
		BudgetKey(
			facility, accounting_year, side, line["account_subject"], line["program"], line["fund_source"]
		)
		for line in lines
	]
	statuses = budget.statuses(set(keys))
	drawn: dict[BudgetKey, int] = defaultdict(int)
	rest = []
	for key, line in zip(keys, lines, strict=True):
		status = statuses[key]
		control = key._replace(account_subject=_mok_of(key.account_subject))
		drawn[control] += 0 if held or line.get("request_row") else won(line.get("amount"))
		rest.append({**status._asdict(), "left": status.left, "left_after": status.left - drawn[control]})
	return rest


def glance(doc) -> list[dict]:
	"""Return what the budget says to the lines of a stored document, with the name of each line."""
	held = doc.stage in (IN_APPROVAL, APPROVED, SETTLED)
	rest = budget_rest(
		doc.facility, doc.accounting_year, doc.kind.side, [row.as_dict() for row in doc.lines], held
	)
	return [
		{"label": frappe.get_cached_value("Account Subject", row.account_subject, "subject_name"), **line}
		for row, line in zip(doc.lines, rest, strict=True)
	]


def search_subjects(
	facility: str,
	accounting_unit: str,
	side: str,
	accounting_year: str | None,
	text: str,
	start: int,
	page_len: int,
) -> list[tuple]:
	"""Return subjects money can be booked on, those in the year's budget first: name, path, appropriated and what is left."""
	subject, balance = frappe.qb.DocType("Account Subject"), frappe.qb.DocType("Budget Balance")
	appropriated = Coalesce(Sum(balance.appropriated), 0)
	left = appropriated - Coalesce(Sum(balance.reserved + balance.actual), 0)
	query = (
		frappe.qb.from_(subject)
		.left_join(balance)
		.on(
			(balance.account_subject == subject.mok)
			& (balance.is_control == 1)
			& (balance.side == subject.side)
			& (balance.accounting_year == (accounting_year or ""))
		)
		.select(subject.name, subject.subject_name, subject.path_label, subject.code, appropriated, left)
		.where(
			(subject.facility == facility)
			& (subject.accounting_unit == accounting_unit)
			& (subject.side == side)
		)
		.where(subject.level.isin(("Mok", "Semok")) & (subject.is_active == 1))
		.groupby(subject.name)
		.orderby(appropriated > 0, order=Order.desc)
		.orderby(subject.sort_key)
		.limit(page_len)
		.offset(start)
	)
	if text:
		query = query.where(
			subject.code.like(f"{text}%")
			| subject.search_key.like(f"%{name_key(text)}%")
			| subject.path_label.like(f"%{text}%")
		)
	return query.run()


def suggest_line(kind: Kind, facility: str, accounting_year: str, subject: str) -> dict:
	"""Return what most likely goes with a subject on a line: program, fund source and what pays for it.

	As it was last time; otherwise what the budget has, if that is but one. Only what the budget has is suggested.
	"""
	budgeted = _budgeted_on(facility, accounting_year, kind.side, subject)
	recent = _recent_lines(kind, facility, accounting_year)
	last = _last_on(recent, lambda line: line.account_subject == subject) or _last_on(
		recent, lambda line: _mok_of(line.account_subject) == _mok_of(subject)
	)
	if last and (last.program, last.fund_source) in budgeted:
		program, fund_source = last.program, last.fund_source
	elif len(budgeted) == 1:
		program, fund_source = budgeted[0]
	else:
		return {}
	same_source = [line for line in ([last] if last else []) + recent if line.fund_source == fund_source]
	return {
		"program": program,
		"fund_source": fund_source,
		"counter_subject": same_source[0].get("counter_subject") if same_source else None,
	}


def form_defaults(user: str, doctype: str, facility: str | None) -> dict:
	"""Return what a new resolution starts with: its facility, the year that is open today, what there is but one of.

	:param facility: the facility that the user chose; None to start with theirs, if it is one.
	"""
	if not facility:
		facilities = facilities_for(user, doctype, "create")
		if facilities is None or len(facilities) != 1:
			return {}
		facility = next(iter(facilities))
	return {
		"facility": facility,
		"accounting_year": _open_year(facility),
		"program": _only_one("Welfare Program", facility),
		"bank_account": _last_account(doctype, facility) or _only_one("Facility Bank Account", facility),
		"evidence_required_from": content.evidence_required_from(facility),
	}


def _last_on(recent: list[frappe._dict], fits: Callable[[frappe._dict], bool]) -> frappe._dict | None:
	return next((line for line in recent if fits(line)), None)


def _budgeted_on(facility: str, accounting_year: str, side: str, subject: str) -> list[tuple[str, str]]:
	balance = frappe.qb.DocType("Budget Balance")
	return (
		frappe.qb.from_(balance)
		.select(balance.program, balance.fund_source)
		.where((balance.facility == facility) & (balance.accounting_year == accounting_year))
		.where((balance.side == side) & (balance.is_control == 1))
		.where(balance.mok == _mok_of(subject))
		.where(balance.appropriated > 0)
		.run()
	)


def _recent_lines(kind: Kind, facility: str, accounting_year: str) -> list[frappe._dict]:
	"""Return the lines of the facility's last hundred resolutions of three months, the latest first."""
	document, line = frappe.qb.DocType(kind.doctype), frappe.qb.DocType(f"{kind.doctype} Line")
	recent = (
		frappe.qb.from_(document)
		.select(document.name, document.creation)
		.where((document.facility == facility) & (document.accounting_year == accounting_year))
		.where((document.docstatus < 2) & (document.proposal_date >= add_months(nowdate(), -3)))
		.orderby(document.creation, order=Order.desc)
		.limit(100)
	)
	query = frappe.qb.from_(line).join(recent).on(recent.name == line.parent)
	query = query.select(line.account_subject, line.program, line.fund_source)
	if frappe.get_meta(f"{kind.doctype} Line").has_field("counter_subject"):
		query = query.select(line.counter_subject)
	return query.orderby(recent.creation, order=Order.desc).orderby(line.idx).run(as_dict=True)


def _open_year(facility: str) -> str | None:
	today = nowdate()
	years = frappe.get_all(
		"Accounting Year",
		filters={
			"facility": facility,
			"status": "Open",
			"start_date": ("<=", today),
			"end_date": (">=", today),
			"accounting_unit": "Facility",
		},
		pluck="name",
		limit=1,
	)
	return years[0] if years else None


def _only_one(doctype: str, facility: str) -> str | None:
	names = frappe.get_all(doctype, {"facility": facility, "is_active": 1}, pluck="name", limit=2)
	return names[0] if len(names) == 1 else None


def _last_account(doctype: str, facility: str) -> str | None:
	"""Return the account that the user's last resolution went through: the next one mostly does as well."""
	if not frappe.get_meta(doctype).has_field("bank_account"):
		return None
	names = frappe.get_all(
		doctype,
		{"facility": facility, "owner": frappe.session.user, "docstatus": ("<", 2)},
		pluck="bank_account",
		order_by="creation desc",
		limit=1,
	)
	active = names and frappe.get_cached_value("Facility Bank Account", names[0], "is_active")
	return names[0] if active else None


def _mok_of(subject: str) -> str | None:
	return frappe.get_cached_value("Account Subject", subject, "mok")

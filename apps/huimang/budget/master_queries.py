"""What stands against changing or leaving out a subject, a program, a fund source or an account: what is budgeted and booked on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

from huimang.ledger import balances
from huimang.rules.account_subjects import name_key

if TYPE_CHECKING:
	from frappe.model.document import Document
	from pypika import Criterion, Table


def codes(subject: Document) -> tuple[list[str], frozenset[str]]:
	"""Return the codes beside a subject, and all codes of its level and side."""
	rows = frappe.get_all(
		"Account Subject",
		{
			"facility": subject.facility,
			"accounting_unit": subject.accounting_unit,
			"side": subject.side,
			"level": subject.level,
		},
		["code", "parent_subject"],
	)
	siblings = [row.code for row in rows if row.parent_subject == subject.parent_subject]
	return siblings, frozenset(row.code for row in rows)


def sibling_names(subject: Document) -> dict[str, str]:
	"""Return the names that stand beside a subject, by their `name_key`.

	They are read with a lock: of two people who add the same name at once, the second sees the first one's.
	"""
	table = frappe.qb.DocType("Account Subject")
	query = (
		frappe.qb.from_(table)
		.select(table.subject_name)
		.where(table.name != (subject.name or ""))
		.for_update()
	)
	if subject.parent_subject:
		query = query.where(table.parent_subject == subject.parent_subject)
	else:
		query = query.where(table.facility == subject.facility).where(table.level == "Gwan")
		query = query.where(table.accounting_unit == subject.accounting_unit).where(
			table.side == subject.side
		)
	return {name_key(name): name for name in query.run(pluck=True)}


def subject_is_budgeted(name: str) -> bool:
	"""Tell whether a confirmed budget names a subject or one below it."""
	line = frappe.qb.DocType("Facility Budget Line")
	subject = frappe.qb.DocType("Account Subject")
	return bool(
		frappe.qb.from_(line)
		.join(subject)
		.on(subject.name == line.account_subject)
		.select(line.name)
		.where(line.docstatus == 1)
		.where(_at_or_below(subject, name))
		.limit(1)
		.run()
	)


def is_budgeted_in_open_year(budget_field: str, master: str) -> bool:
	"""Tell whether the confirmed budget of a year that is not closed holds money under a master.

	:param budget_field: the field of Facility Budget Line that points to the master.
	"""
	line = frappe.qb.DocType("Facility Budget Line")
	budget = frappe.qb.DocType("Facility Budget")
	year = frappe.qb.DocType("Accounting Year")
	query = (
		frappe.qb.from_(line)
		.join(budget)
		.on(budget.name == line.parent)
		.join(year)
		.on(year.name == budget.accounting_year)
		.select(line.name)
		.where((line.docstatus == 1) & (line.amount > 0) & (year.status != "Closed"))
		.limit(1)
	)
	if budget_field == "account_subject":
		subject = frappe.qb.DocType("Account Subject")
		query = (
			query.join(subject).on(subject.name == line.account_subject).where(_at_or_below(subject, master))
		)
	else:
		query = query.where(line[budget_field] == master)
	return bool(query.run())


def standing_of_account(facility: str, bank_account: str) -> tuple[int, int]:
	"""Return how many entries the ledger has of a bank account, and what they leave on it in won."""
	years = frappe.get_all("Accounting Year", {"facility": facility}, pluck="name")
	sums = [row for year in years for row in balances.totals(year, (), bank_account=bank_account)]
	return sum(row.entry_count for row in sums), sum(row.cash_amount for row in sums)


def _at_or_below(subject: Table, name: str) -> Criterion:
	return (subject.name == name) | (subject.gwan == name) | (subject.hang == name) | (subject.mok == name)

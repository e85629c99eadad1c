"""What resolutions tell the ledger: what stands against closing a month, and what they have reserved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import frappe
from frappe.utils import getdate

from huimang.approval.queries import undecided
from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.ledger.keys import REVENUE, BudgetKey
from huimang.ledger.verify import Read
from huimang.money import won
from huimang.resolutions.kinds import DOCTYPES
from huimang.resolutions.kinds import EXPENSE as EXPENSE_KIND
from huimang.rules.deposits import overdue


def undecided_in_month(facility: str, accounting_year: str, first: date, last: date) -> Iterator[str]:
	"""Yield what speaks against closing a month: documents of it that are still being approved (hook of the ledger)."""
	for doctype in DOCTYPES:
		yield from undecided(doctype, "purpose", "proposal_date", facility, accounting_year, first, last)


def undeposited_cash(facility: str) -> list[dict]:
	"""Return the cash of a facility that should be in the bank by now and is not, by account (R4, 제25조②)."""
	boxes = frappe.get_all(
		"Facility Bank Account", {"facility": facility, "purpose": "Cash"}, ["name", "account_title"]
	)
	years = frappe.get_all("Accounting Year", {"facility": facility, "status": "Open"}, pluck="name")
	late = []
	for box in boxes if years else ():
		rows = frappe.db.sql(
			"""SELECT side, posting_date, SUM(cash_amount) FROM `tabLedger Entry`
			WHERE facility = %s AND accounting_year IN %s AND bank_account = %s
				AND (side = 'Revenue' OR (side = 'Transfer' AND cash_amount < 0))
			GROUP BY side, posting_date""",
			(facility, tuple(years), box.name),
		)
		receipts = [(day, int(amount)) for side, day, amount in rows if side == REVENUE]
		deposited = -sum(int(amount) for side, _day, amount in rows if side != REVENUE)
		late += [
			{"account": box.account_title, **row._asdict()} for row in overdue(receipts, deposited, getdate())
		]
	return late


def reserved(facility: str, read: Read) -> dict[str, dict[BudgetKey, int]]:
	"""Return what expenses that are asked for or approved set aside on every line (hook of `huimang.ledger.verify`).

	What resolutions have taken over from a request is theirs; a request that is finished sets nothing aside.
	"""
	rows = read(
		"""SELECT accounting_year, account_subject, program, fund_source, SUM(amount) FROM (
			SELECT doc.accounting_year, line.account_subject, line.program, line.fund_source, line.amount
			FROM `tabExpense Resolution` doc JOIN `tabExpense Resolution Line` line ON line.parent = doc.name
			WHERE doc.facility = %s AND doc.stage IN (%s, %s)
			UNION ALL
			SELECT doc.accounting_year, line.account_subject, line.program, line.fund_source,
				line.amount - IFNULL(claim.claimed, 0)
			FROM `tabExpense Request` doc JOIN `tabExpense Request Line` line ON line.parent = doc.name
			LEFT JOIN `tabLine Claim` claim ON claim.name = line.name
			WHERE doc.facility = %s AND doc.stage IN (%s, %s) AND doc.finished_on IS NULL
		) held GROUP BY accounting_year, account_subject, program, fund_source HAVING SUM(amount) != 0""",
		[facility, IN_APPROVAL, APPROVED] * 2,
	)
	return {
		"reserved": {
			BudgetKey(facility, year, EXPENSE_KIND.side, *key): won(amount) for year, *key, amount in rows
		}
	}

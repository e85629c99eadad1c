"""From a statement and the filters that somebody sent to what is rendered, past the one check of access."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from huimang.errors import throw_rule
from huimang.facility import access
from huimang.rules.errors import RuleViolation
from huimang.statements.asset_registers import EQUIPMENT_REGISTER, GOODS_REGISTER
from huimang.statements.asset_values import DEPRECIATION_DETAILS, PROPERTY_CHANGES
from huimang.statements.bank_balances import BANK_BALANCES, CASH_AND_DEPOSITS
from huimang.statements.budget_details import BUDGET_DETAILS
from huimang.statements.budget_execution import BUDGET_EXECUTION
from huimang.statements.cash_book import CASH_BOOK
from huimang.statements.consumable_ledger import CONSUMABLE_LEDGER
from huimang.statements.contingency_statement import CONTINGENCY_STATEMENT
from huimang.statements.counterparty_ledger import COUNTERPARTY_LEDGER
from huimang.statements.definition import Drawn, Statement
from huimang.statements.details import OTHER_COSTS, PERSONNEL_COSTS, PROGRAM_COSTS, PROGRAM_REVENUE
from huimang.statements.donation_account_book import DONATION_ACCOUNT_BOOK
from huimang.statements.donation_report import DONATION_REPORT
from huimang.statements.duties_list import DUTIES_LIST
from huimang.statements.final_accounts import EXPENSE_SETTLEMENT, REVENUE_SETTLEMENT
from huimang.statements.fixed_assets import FIXED_ASSETS
from huimang.statements.general_ledger import GENERAL_LEDGER
from huimang.statements.important_property import IMPORTANT_PROPERTY
from huimang.statements.inspection_sheet import INSPECTION_RESULT, INSPECTION_SHEET
from huimang.statements.invoices import INVOICE_LIST, VAT_WORKSHEET
from huimang.statements.payroll_register import PAYROLL_REGISTER
from huimang.statements.period_totals import DAILY_TOTALS, MONTHLY_TOTALS
from huimang.statements.property_register import PROPERTY_REGISTER
from huimang.statements.receipt_register import RECEIPT_DETAILS, RECEIPT_REGISTER, RECEIPT_TOTALS
from huimang.statements.remuneration import REMUNERATION
from huimang.statements.subsidies import SUBSIDY_EXECUTION, SUBSIDY_INTEREST, SUBSIDY_STATUS
from huimang.statements.subsidy_details import SUBSIDY_DETAILS
from huimang.statements.subsidy_report import SUBSIDY_REPORT
from huimang.statements.transfer_statement import TRANSFER_STATEMENT
from huimang.statements.wage_reports import SIMPLE_WAGE_STATEMENT, WAGE_STATEMENT

STATEMENTS = {
	statement.name: statement
	for statement in (
		BUDGET_DETAILS,
		BUDGET_EXECUTION,
		CASH_BOOK,
		GENERAL_LEDGER,
		MONTHLY_TOTALS,
		DAILY_TOTALS,
		BANK_BALANCES,
		COUNTERPARTY_LEDGER,
		REVENUE_SETTLEMENT,
		EXPENSE_SETTLEMENT,
		TRANSFER_STATEMENT,
		CONTINGENCY_STATEMENT,
		CASH_AND_DEPOSITS,
		PROGRAM_REVENUE,
		SUBSIDY_DETAILS,
		PERSONNEL_COSTS,
		PROGRAM_COSTS,
		OTHER_COSTS,
		INVOICE_LIST,
		VAT_WORKSHEET,
		PAYROLL_REGISTER,
		REMUNERATION,
		WAGE_STATEMENT,
		SIMPLE_WAGE_STATEMENT,
		DONATION_REPORT,
		DONATION_ACCOUNT_BOOK,
		RECEIPT_REGISTER,
		RECEIPT_DETAILS,
		RECEIPT_TOTALS,
		GOODS_REGISTER,
		EQUIPMENT_REGISTER,
		PROPERTY_REGISTER,
		DEPRECIATION_DETAILS,
		PROPERTY_CHANGES,
		FIXED_ASSETS,
		IMPORTANT_PROPERTY,
		DUTIES_LIST,
		CONSUMABLE_LEDGER,
		INSPECTION_SHEET,
		INSPECTION_RESULT,
		SUBSIDY_STATUS,
		SUBSIDY_REPORT,
		SUBSIDY_EXECUTION,
		SUBSIDY_INTEREST,
	)
}


def draw(name: str, filters: Mapping[str, Any], ptype: str = "read") -> Drawn:
	"""Return a statement for ``filters``.

	:param name: key of STATEMENTS.
	:param filters: as a report or a request carries them; ``facility`` is required.
	:param ptype: the right that is asked of the statement's DocType in that facility: read, print or export.

	Raises FacilityAccessError where the user lacks the right there, and ValidationError for filters that make no sense.
	"""
	statement = get(name)
	facility = filters.get("facility")
	if not facility or not isinstance(facility, str):
		frappe.throw(_("Please choose a facility."))
	access.require(facility, statement.doctype, ptype)
	try:
		parsed = statement.parse(filters)
	except RuleViolation as violation:
		throw_rule(violation)
	return Drawn(statement.form(parsed), statement.heading(parsed), list(statement.rows(parsed)))


def get(name: str) -> Statement:
	"""Return the statement called ``name``. Raises ValidationError where there is none."""
	if name not in STATEMENTS:
		frappe.throw(_("There is no such statement."))
	return STATEMENTS[name]

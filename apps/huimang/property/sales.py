"""불용품 매각 (제41조제2항): what a sale brings is revenue of the facility, by one Income Resolution and no second."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import nowdate

from huimang.approval.stages import APPROVED
from huimang.money import won
from huimang.property.events import EVENT
from huimang.resolutions import assist
from huimang.resolutions.kinds import INCOME
from huimang.rules import assets as law

SUBJECTS = ("불용품매각대", "재산매각수입")
"""목 that a sale is likely booked on: goods, and real property of a corporation."""


def draft_income(event: str) -> str:
	"""Write the Income Resolution of an approved sale, as a draft of the session's user; return its name.

	Done again, it returns the one that is there. Raises ValidationError where no 목 of the year's budget takes it.
	"""
	doc = frappe.get_doc(EVENT, event, for_update=True)
	if doc.kind != law.SALE or doc.stage != APPROVED:
		frappe.throw(_("Only an approved sale brings money."))
	if doc.income_resolution and frappe.db.get_value(INCOME.doctype, doc.income_resolution, "docstatus") in (
		0,
		1,
	):
		return doc.income_resolution
	defaults = assist.form_defaults(frappe.session.user, INCOME.doctype, doc.facility)
	unit = frappe.db.get_value("Facility Asset", doc.lines[0].asset, "accounting_unit")
	year = _year(doc.facility, unit)
	subject = _subject(doc.facility, unit)
	likely = assist.suggest_line(INCOME, doc.facility, year, subject)
	income = frappe.get_doc(
		{
			"doctype": INCOME.doctype,
			"facility": doc.facility,
			"accounting_year": year,
			"purpose": _("Proceeds of sale: {0}", "ko").format(doc.title),
			"bank_account": defaults.get("bank_account") or _account(doc.facility, unit),
			"lines": [
				{
					"account_subject": subject,
					"program": likely.get("program") or defaults.get("program"),
					"fund_source": likely.get("fund_source") or _own_funds(doc.facility),
					"description": line.asset_no,
					"amount": won(line.amount),
				}
				for line in doc.lines
			],
		}
	).insert()
	doc.db_set("income_resolution", income.name)
	return income.name


def _year(facility: str, unit: str) -> str:
	today = nowdate()
	where = {
		"facility": facility,
		"accounting_unit": unit,
		"status": "Open",
		"start_date": ("<=", today),
		"end_date": (">=", today),
	}
	return frappe.db.get_value("Accounting Year", where) or frappe.throw(
		_("There is no open accounting year for today. Please open one first.")
	)


def _subject(facility: str, unit: str) -> str:
	where = {
		"facility": facility,
		"accounting_unit": unit,
		"side": INCOME.side,
		"level": "Mok",
		"subject_name": ("in", SUBJECTS),
		"is_active": 1,
	}
	found = frappe.get_all("Account Subject", where, pluck="name", order_by="sort_key desc")
	return (
		found[0]
		if found
		else frappe.throw(
			_("The chart of accounts has no subject for the sale of goods. Please add 불용품매각대.")
		)
	)


def _account(facility: str, unit: str) -> str | None:
	where = {"facility": facility, "accounting_unit": unit, "purpose": "Operating", "is_active": 1}
	return frappe.db.get_value("Facility Bank Account", where)


def _own_funds(facility: str) -> str | None:
	return frappe.db.get_value("Fund Source", {"facility": facility, "kind": "Other", "is_active": 1}) or (
		frappe.db.get_value("Fund Source", {"facility": facility, "kind": "Own Funds", "is_active": 1})
	)

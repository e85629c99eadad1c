"""A severance settlement (퇴직금 정산) from the wages before leaving to the resolution that pays it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, cint, flt, getdate

from huimang.errors import obey
from huimang.facility import access
from huimang.money import won
from huimang.personnel.payroll.told import told_step
from huimang.personnel.severance import wages
from huimang.rules import retirement_tax, severance
from huimang.rules.steps import Step, figure

SETTLEMENT = "Severance Settlement"
EMPLOYEE = "Facility Employee"
DUE_WITHIN = 14
"""Days after leaving (근로자퇴직급여보장법 제9조①, 근로기준법 제36조)."""
_AMOUNTS = ("yearly", "excluded", "daily_ordinary", "additional_pay", "transferred")


def complete(doc: Any) -> None:
	"""Reckon a settlement anew; what a client sends of the result does not count."""
	card = frappe.db.get_value(
		EMPLOYEE, doc.employee, ["full_name", "facility", "hired_on", "left_on", "weekly_hours"], as_dict=True
	)
	doc.employee_name = card.full_name
	doc.accounting_unit = frappe.get_cached_value("Accounting Year", doc.accounting_year, "accounting_unit")
	doc.hired_on, doc.left_on = doc.hired_on or card.hired_on, doc.left_on or card.left_on
	if not doc.hired_on or not doc.left_on:
		frappe.throw(_("Please enter the first and the last day at work of {0}.").format(card.full_name))
	doc.title = f"{card.full_name} 퇴직금 정산 ({getdate(doc.left_on):%Y. %m. %d.})"
	doc.pay_by = add_days(doc.left_on, DUE_WITHIN)
	_refuse_twin(doc)
	if doc.is_new() and not doc.wages:
		take_wages(doc)
	for field in _AMOUNTS:
		doc.set(field, obey(won, doc.get(field) or 0))
	_reckon(doc, flt(card.weekly_hours) or 40)


def take_wages(doc: Any) -> None:
	"""Put in what the payslips say of the wages before leaving."""
	earned = wages.before_leaving(doc.employee, getdate(doc.left_on))
	doc.set(
		"wages",
		[
			{"first": month.first, "last": month.last, "amount": month.amount, "source": month.source}
			for month in earned.months
		],
	)
	doc.yearly, doc.daily_ordinary = earned.yearly, earned.daily_ordinary


def require_ready(doc: Any) -> None:
	"""Refuse to ask for a settlement that pays nothing, or of wages that do not cover the three months."""
	if not won(doc.total_amount):
		frappe.throw((doc.not_due and _(doc.not_due)) or _("This settlement comes to nothing."))
	first, last = severance.average_period(getdate(doc.left_on))
	if sum(cint(row.days) for row in doc.wages) != (last - first).days + 1:
		frappe.throw(
			_("The wages must cover the days from {0} to {1}. Please correct the rows.").format(
				frappe.format(first, "Date"), frappe.format(last, "Date")
			)
		)
	if missing := [row.idx for row in doc.wages if not won(row.amount)]:
		frappe.throw(
			_("Row {0}: please enter the wages. There is no confirmed payslip of this month.").format(
				missing[0]
			)
		)
	if not doc.counter_subject:
		frappe.throw(_("Please choose the revenue that pays for it (Counter Subject)."))


def make_resolution(doc: Any) -> str | None:
	"""Write the Expense Resolution that pays a confirmed settlement, as a draft of whoever asks; once."""
	access.require(doc.facility, "Expense Resolution", "create")
	if resolutions_of(doc.name):
		return None
	return frappe.get_doc(resolution(doc)).insert().name


def resolution(doc: Any) -> dict[str, Any]:
	"""Return the Expense Resolution that pays a settlement."""
	purpose = f"{doc.employee_name} 퇴직금 지급"
	return {
		"doctype": "Expense Resolution",
		"facility": doc.facility,
		"accounting_year": doc.accounting_year,
		"purpose": purpose,
		"payment_method": "Bank Transfer",
		"bank_account": doc.bank_account,
		"severance_settlement": doc.name,
		"lines": [
			{
				**{
					field: doc.get(field)
					for field in ("account_subject", "program", "fund_source", "counter_subject")
				},
				"amount": won(doc.total_amount),
				"description": purpose,
			}
		],
	}


def resolutions_of(settlement: str) -> list[Any]:
	"""Return the resolutions of a settlement that stand."""
	return frappe.get_all(
		"Expense Resolution",
		{"severance_settlement": settlement, "docstatus": ("<", 2)},
		["name", "purpose", "resolution_no", "stage"],
	)


def require_unpaid(doc: Any) -> None:
	"""Refuse to cancel a settlement whose resolution stands."""
	if standing := resolutions_of(doc.name):
		names = ", ".join(row.resolution_no or row.purpose for row in standing)
		frappe.throw(
			_("The resolutions of this settlement have to be cancelled or deleted first: {0}").format(names)
		)


def defaults(facility: str, employee: str | None = None) -> dict[str, Any]:
	"""Return what a new settlement starts with: where the pay of the facility, or of one person, is paid from."""
	setting = frappe.db.get_value(
		"Payroll Setting", facility, ["program", "fund_source", "retirement_subject"], as_dict=True
	)
	values: dict[str, Any] = {"facility": facility}
	if setting:
		values |= {"program": setting.program, "fund_source": setting.fund_source}
		values["account_subject"] = setting.retirement_subject
	pay = employee and frappe.get_all(
		"Employee Pay",
		{"employee": employee, "facility": facility},
		["program", "fund_source"],
		order_by="effective_from desc",
		limit=1,
	)
	if pay:
		values |= {field: value for field, value in pay[0].items() if value}
	funding = frappe.db.get_value(
		"Payroll Funding",
		{"parent": facility, "parenttype": "Payroll Setting", "fund_source": values.get("fund_source")},
		["bank_account", "counter_subject"],
		as_dict=True,
	)
	today = getdate()
	year = {"facility": facility, "accounting_unit": "Facility", "status": "Open"}
	values["accounting_year"] = frappe.db.get_value(
		"Accounting Year", {**year, "start_date": ("<=", today), "end_date": (">=", today)}
	)
	return {**values, **(funding or {})}


def _reckon(doc: Any, weekly_hours: float) -> None:
	for row in doc.wages:
		row.amount = obey(won, row.amount or 0)
		if not row.first or not row.last or getdate(row.last) < getdate(row.first):
			frappe.throw(_("Row {0}: please enter the first and the last day.").format(row.idx))
		row.days = (getdate(row.last) - getdate(row.first)).days + 1
	doc.last_months = sum(won(row.amount) for row in doc.wages)
	earned = severance.Wages(
		last_months=doc.last_months,
		yearly=doc.yearly,
		excluded=doc.excluded,
		excluded_days=cint(doc.excluded_days),
		daily_ordinary=doc.daily_ordinary,
	)
	hired, left = getdate(doc.hired_on), getdate(doc.left_on)
	found = obey(severance.severance, hired, left, earned, weekly_hours, cint(doc.excluded_service_days))
	doc.service_days, doc.average_daily = found.service_days, figure(found.daily_wage)
	doc.severance_pay, doc.not_due = found.amount, found.reason or None
	doc.total_amount = found.amount + won(doc.additional_pay)
	steps = [*found.steps, *_tax(doc, hired, left)]
	doc.net = won(doc.total_amount) - doc.income_tax - doc.local_tax
	doc.steps = json.dumps([told_step(step) for step in steps], ensure_ascii=False)


def _tax(doc: Any, hired: date, left: date) -> Iterable[Step]:
	total = won(doc.total_amount)
	doc.service_years = obey(retirement_tax.service_years, hired, left)
	if not cint(doc.to_pension_account):
		doc.transferred = 0
	transferred = (doc.transferred or total) if cint(doc.to_pension_account) else 0
	tax = obey(retirement_tax.retirement_tax, total, doc.service_years, left, transferred)
	doc.transferred = transferred
	doc.income_tax, doc.local_tax, doc.deferred_tax = tax.income_tax, tax.local_income_tax, tax.deferred
	return tax.steps


def _refuse_twin(doc: Any) -> None:
	twin = frappe.db.get_value(
		SETTLEMENT,
		{
			"employee": doc.employee,
			"docstatus": ("<", 2),
			"name": ("!=", doc.name or ""),
			"left_on": (">=", doc.hired_on),
			"hired_on": ("<=", doc.left_on),
		},
		"title",
	)
	if twin:
		frappe.throw(
			_("{0} settles these days of service already. Please open it instead.").format(twin),
			frappe.DuplicateEntryError,
		)

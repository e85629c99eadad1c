"""What a payroll is set up with: step tables, pay items, the facility's setting, people's terms, entries of a month."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

import huimang.rules
from huimang.money import won
from huimang.personnel.payroll.inputs import BASE, BONUS, DEDUCTION, ENTERED, FIXED, LEAVE, PREMIUMS
from huimang.rules.account_subjects import name_key

_DATA = Path(huimang.rules.__file__).parent / "data"
_FAMILY = ("family_spouse", "family_child_1", "family_child_2", "family_child_3", "family_other")
_BY_HOURS = (*PREMIUMS, LEAVE, "Absence")
_FLAGS = ("for_everybody", "taxed_as_bonus", "prorated", "ordinary_wage", "minimum_wage")


def published_tables() -> list[dict[str, Any]]:
	"""Return the step tables that are delivered: who issued them, from when they hold, how many steps they have."""
	counted: dict[tuple[str, str, str], int] = {}
	for row in _grid():
		key = row["effective_from"], row["authority"], row["scope"]
		counted[key] = counted.get(key, 0) + 1
	return [
		{"effective_from": since, "authority": authority, "scope": scope, "steps": steps}
		for (since, authority, scope), steps in sorted(counted.items(), reverse=True)
	]


def load_table(facility: str, authority: str, effective_from: str) -> str:
	"""Make a published step table the facility's own, to be corrected by it; return its name."""
	rows = [
		row for row in _grid() if (row["authority"], row["effective_from"]) == (authority, effective_from)
	]
	if not rows:
		frappe.throw(_("There is no such step table."))
	wanted = {"facility": facility, "authority": authority, "effective_from": effective_from}
	if there := frappe.db.exists("Salary Step Table", wanted):
		return there
	table = {
		"doctype": "Salary Step Table",
		**wanted,
		"scope": rows[0]["scope"],
		"source": "\n".join(dict.fromkeys(row["source"] for row in rows)),
		"rows": [
			{
				"grade": row["grade"],
				"step": row["step"],
				"base_pay": row["value"],
				"confidence": _shown(row["confidence"]),
			}
			for row in rows
		],
	}
	return frappe.get_doc(table).insert().name


def complete_steps(doc: Any) -> None:
	"""Name a step table, and refuse a step that it has twice or without a pay."""
	doc.title = f"{doc.authority} {getdate(doc.effective_from):%Y-%m-%d}"
	seen = set()
	for row in doc.rows:
		if (row.grade, cint(row.step)) in seen:
			frappe.throw(_("Row {0}: {1}, step {2} is there twice.").format(row.idx, row.grade, row.step))
		seen.add((row.grade, cint(row.step)))
		if won(row.base_pay) <= 0:
			frappe.throw(_("Row {0}: please enter the base pay.").format(row.idx))


def plant_items(facility: str) -> int:
	"""Give a facility the usual pay items where it has none yet; return how many. They are its own from then on."""
	if frappe.db.exists("Pay Item", {"facility": facility}):
		return 0
	subjects, rows = _subjects_by_title(facility), _usual_items()
	for place, row in enumerate(rows, 1):
		found = next(
			(subjects[key] for name in row["subjects"].split("|") if (key := name_key(name)) in subjects),
			None,
		)
		family = dict(zip(_FAMILY, row["family"].split("|"), strict=False)) if row["family"] else {}
		item = {
			"doctype": "Pay Item",
			"facility": facility,
			**{field: row[field] for field in ("item_name", "kind", "calculation", "tax_free_kind", "basis")},
			**{field: cint(row[field]) for field in _FLAGS},
			**{field: won(amount) for field, amount in family.items()},
			"amount": won(row["amount"]),
			"rate": float(row["rate"]),
			"times_a_year": cint(row["times_a_year"]),
			"sequence": place * 10,
			"account_subject": found,
			"is_active": int(bool(found) or row["kind"] == DEDUCTION),
		}
		doc = frappe.get_doc(item)
		doc.flags.ignore_mandatory = True
		doc.insert(ignore_permissions=True)
	return len(rows)


def check_item(doc: Any) -> None:
	"""Refuse an item that cannot be calculated, or a second base pay."""
	doc.item_name = (doc.item_name or "").strip()
	if doc.kind == DEDUCTION and doc.calculation not in (FIXED, ENTERED):
		frappe.throw(
			_("What is deducted is a fixed amount or entered each month. Please choose one of them.")
		)
	if doc.kind == DEDUCTION:
		doc.account_subject = doc.tax_free_kind = None
	if not doc.is_active:
		return
	if doc.calculation == BASE and frappe.db.exists(
		"Pay Item",
		{"facility": doc.facility, "calculation": BASE, "is_active": 1, "name": ("!=", doc.name or "")},
	):
		frappe.throw(_("There is an item for the base pay already. Please open it instead."))
	if doc.calculation == BONUS and doc.ordinary_wage and not cint(doc.times_a_year):
		frappe.throw(_("Please enter how often a year the bonus is paid: a twelfth of it is ordinary wage."))
	if doc.account_subject:
		_require_expense_subject(doc.account_subject)


def setting_defaults(facility: str) -> dict[str, Any]:
	"""Return what the books of a facility suggest for its payroll: subjects by their usual titles, accounts by its resolutions."""
	subjects = _subjects_by_title(facility)
	budget = frappe.get_all(
		"Budget Balance",
		{"facility": facility, "side": "Revenue", "is_control": 1, "appropriated": (">", 0)},
		["fund_source", "account_subject"],
		order_by="appropriated desc",
	)
	counters = {row.fund_source: row.account_subject for row in reversed(budget)}
	recent = frappe.get_all(
		"Expense Resolution",
		{"facility": facility, "docstatus": 1},
		["bank_account"],
		order_by="creation desc",
		limit=1,
	)
	real = {"facility": facility, "is_active": 1, "purpose": ("!=", "Withholding")}
	accounts = frappe.get_all("Facility Bank Account", real, pluck="name", order_by="creation")
	account = recent[0].bank_account if recent else accounts[0] if len(accounts) == 1 else None
	first = {
		doctype: frappe.db.get_value(doctype, {"facility": facility, "is_active": 1}, order_by="creation")
		for doctype in ("Welfare Program", "Fund Source")
	}
	tables = frappe.get_all("Salary Step Table", {"facility": facility}, pluck="authority", distinct=True)
	return {
		"facility": facility,
		"program": first["Welfare Program"],
		"fund_source": budget[0].fund_source if budget else first["Fund Source"],
		"insurance_subject": subjects.get(name_key("사회보험 부담금"))
		or subjects.get(name_key("사회보험부담금")),
		"retirement_subject": subjects.get(name_key("퇴직금 및 퇴직적립금")),
		"step_authority": tables[0] if len(tables) == 1 else None,
		"funding": [
			{"fund_source": fund, "bank_account": account, "counter_subject": counter}
			for fund, counter in counters.items()
		],
	}


def check_setting(doc: Any) -> None:
	"""Refuse subjects on the wrong side, an account named twice, and a rate that is none."""
	_require_expense_subject(doc.insurance_subject)
	if doc.retirement_subject:
		_require_expense_subject(doc.retirement_subject)
	if not 1 <= cint(doc.pay_day) <= 31:
		frappe.throw(_("The payday is a day from 1 to 31."))
	sources = [row.fund_source for row in doc.funding]
	if len(set(sources)) != len(sources):
		frappe.throw(_("Every fund source has one account. Please remove the row that is there twice."))
	for row in doc.funding:
		if frappe.get_cached_value("Account Subject", row.counter_subject, "side") != "Revenue":
			frappe.throw(_("Row {0}: the counter subject is a revenue subject.").format(row.idx))
		if frappe.get_cached_value("Facility Bank Account", row.bank_account, "purpose") == "Withholding":
			frappe.throw(_("Row {0}: pay goes out of a real account.").format(row.idx))
	if doc.fund_source not in sources:
		frappe.throw(_("Please name the account of the usual fund source in the table."))
	rate = (doc.accident_rate or "").strip().rstrip("%")
	if rate and (not rate.replace(".", "", 1).isdecimal() or float(rate) >= 100):
		frappe.throw(_("Please enter the accident insurance rate in percent, such as 0.766."))


def check_pay(doc: Any) -> None:
	"""Refuse two terms of one person from the same day, and an item named twice."""
	twin = {
		"employee": doc.employee,
		"effective_from": doc.effective_from,
		"name": ("!=", doc.name or ""),
	}
	if frappe.db.exists("Employee Pay", twin):
		frappe.throw(_("There are terms of this employee from this day already. Please open those instead."))
	items = [row.pay_item for row in doc.items]
	if len(set(items)) != len(items):
		frappe.throw(_("A pay item is named twice. Please remove one of the rows."))


def check_input(doc: Any) -> None:
	"""Refuse an entry for a month that is paid, and hours or amounts where the item takes none."""
	if not 1 <= cint(doc.month) <= 12 or not 2000 <= cint(doc.year) <= 2100:
		frappe.throw(_("Please choose the year and month that are paid."))
	calculation = frappe.get_cached_value("Pay Item", doc.pay_item, "calculation")
	if not doc.hours and not won(doc.amount):
		frappe.throw(_("Please enter the hours or the amount."))
	if doc.hours and calculation not in _BY_HOURS:
		frappe.throw(_("This pay item takes an amount, no hours."))
	refuse_paid_month(doc)


def refuse_paid_month(doc: Any) -> None:
	"""What a confirmed payslip was calculated from stays as it is."""
	paid = {
		"employee": doc.employee,
		"year": doc.year,
		"month": doc.month,
		"status": "Confirmed",
	}
	if frappe.db.exists("Payslip", paid):
		frappe.throw(_("This month is paid already. Please enter the difference in the next one."))


def _subjects_by_title(facility: str) -> dict[str, str]:
	"""Return the expense 목 of a facility by their titles, for suggestions; those of its own books before others."""
	rows = frappe.get_all(
		"Account Subject",
		{"facility": facility, "side": "Expense", "level": "Mok", "is_active": 1},
		["name", "subject_name", "accounting_unit"],
		order_by="sort_key desc",
	)
	rows.sort(key=lambda row: row.accounting_unit == "Facility")
	return {name_key(row.subject_name): row.name for row in rows}


def _require_expense_subject(name: str) -> None:
	if frappe.get_cached_value("Account Subject", name, "side") != "Expense":
		frappe.throw(_("Pay is spent on an expense subject. Please choose one."))


def _shown(confidence: str) -> str:
	return "medium" if confidence.startswith("medium") else confidence


@cache
def _grid() -> list[dict[str, str]]:
	return _rows("salary_grid.csv")


@cache
def _usual_items() -> list[dict[str, str]]:
	return _rows("pay_items.csv")


def _rows(file: str) -> list[dict[str, str]]:
	with (_DATA / file).open(encoding="utf-8", newline="") as opened:
		return list(csv.DictReader(opened))

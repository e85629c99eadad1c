"""The payroll: last month's paid, with its insurances and its withholding return; this month's calculated."""

from datetime import date

import frappe

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL, SETTLED
from huimang.demo import books, clock, data_files
from huimang.demo.acting import acting_as
from huimang.demo.house import person
from huimang.demo.personnel import employee
from huimang.personnel.payroll import masters, service
from huimang.resolutions.service import settle
from huimang.tax import filing

_TABLE = ("서울특별시", "2026-01-01")
_PAID_FROM = {
	"welfare_center": ("보조금", "보조금 전용계좌", "시·도보조금"),
	"nursing_home": ("자부담", "운영비 통장", "장기요양급여수입"),
}
"""Fund source, account, and the revenue that pays for the staff."""
_OVERTIME = {"welfare_center": ("한소라", 8), "nursing_home": ("권영자", 12)}


def write_payroll(folder: str, facility: str, accounting_year: str, today: date) -> None:
	"""Set the payroll up and pay last month by it, unless that is done; a demonstration from before it has paid otherwise."""
	if today.month == 1 or frappe.db.exists("Payroll Run", {"facility": facility}):
		return
	before = {"facility": facility, "purpose": f"{today.month - 1}월 급여 지급"}
	if frappe.db.exists("Expense Resolution", before):
		return
	filing.make_tasks(facility, today)
	pay_day = today.replace(month=today.month - 1, day=25)
	with clock.on(pay_day.replace(day=2)), acting_as(person(folder, "HR Manager")):
		_set_up(folder, facility)
	with clock.on(pay_day.replace(day=20)):
		run = _calculated(folder, facility, accounting_year, pay_day)
	with clock.on(pay_day.replace(day=22)):
		_confirm(folder, run)
	pay, insurance = (row.name for row in service.resolutions_of(run))
	_pay(folder, pay, pay_day)
	if today.day >= 10:
		_pay(folder, insurance, today.replace(day=10))
		with clock.on(today.replace(day=5)):
			returned = _return_taxes(folder, facility, pay_day)
		with clock.on(today.replace(day=9)), acting_as(person(folder, "Accountant")):
			settle("Withholding Return", returned, on=today.replace(day=9))
	with acting_as(person(folder, "HR Manager")):
		_calculated(folder, facility, accounting_year, today.replace(day=25))


def _set_up(folder: str, facility: str) -> None:
	fund, account, counter = _PAID_FROM[data_files.base(folder)]
	named = {
		"program": books.named("Welfare Program", facility, "program_name", "공통(운영)"),
		"fund_source": books.named("Fund Source", facility, "fund_source_name", fund),
	}
	funding = {
		"fund_source": named["fund_source"],
		"bank_account": books.named("Facility Bank Account", facility, "account_title", account),
		"counter_subject": books.subject(facility, "Revenue", counter),
	}
	defaults = masters.setting_defaults(facility)
	frappe.get_doc({"doctype": "Payroll Setting", **defaults, **named, "funding": [funding]}).insert()
	masters.load_table(facility, *_TABLE)
	item = frappe.db.get_value("Pay Item", {"facility": facility, "tax_free_kind": "Meal"})
	for row in data_files.table(folder, "employees"):
		pay = {"facility": facility, "employee": employee(facility, row["full_name"])}
		frappe.get_doc(
			{
				"doctype": "Employee Pay",
				**pay,
				"effective_from": row["hired_on"],
				"items": [{"pay_item": item, "amount": 100_000}],
			}
		).insert()


def _calculated(folder: str, facility: str, accounting_year: str, pay_day: date) -> str:
	"""Enter what differs in the month, and calculate; return the payroll."""
	with acting_as(person(folder, "HR Manager")):
		name, hours = _OVERTIME[data_files.base(folder)]
		month = {"facility": facility, "year": pay_day.year, "month": pay_day.month}
		overtime = frappe.db.get_value("Pay Item", {"facility": facility, "calculation": "Overtime"})
		entry = {"employee": employee(facility, name), "pay_item": overtime, "hours": hours}
		frappe.get_doc({"doctype": "Payroll Input", **month, **entry}).insert()
		run = {"doctype": "Payroll Run", "accounting_year": accounting_year, "pay_day": pay_day, **month}
		return service.calculate(frappe.get_doc(run).insert().name).name


def _confirm(folder: str, run: str) -> None:
	for role, stage in (("HR Manager", IN_APPROVAL), ("Facility Head", APPROVED), ("Accountant", SETTLED)):
		with acting_as(person(folder, role)):
			approval.move_to("Payroll Run", run, stage)


def _pay(folder: str, name: str, on: date) -> None:
	with clock.on(on):
		_decide(folder, "Expense Resolution", name)
		with acting_as(person(folder, "Accountant")):
			settle("Expense Resolution", name, on=on)


def _return_taxes(folder: str, facility: str, pay_day: date) -> str:
	with acting_as(person(folder, "Accountant")):
		values = {"doctype": "Withholding Return", "facility": facility, "year": pay_day.year}
		name = frappe.get_doc({**values, "month": str(pay_day.month)}).insert().name
	_decide(folder, "Withholding Return", name)
	return name


def _decide(folder: str, doctype: str, name: str) -> None:
	with acting_as(person(folder, "Accountant")):
		approval.move_to(doctype, name, IN_APPROVAL)
	for role in ("Office Director", "Facility Head"):
		with acting_as(person(folder, role)):
			approval.decide(doctype, name, "Approve")

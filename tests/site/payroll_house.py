"""A facility with books, a payroll setting and people, as tests of the payroll want one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import factory
import frappe
from factory import acting_as

from huimang.approval import service as approval
from huimang.budget.service import open_books
from huimang.database.sql import insert_rows
from huimang.personnel.payroll import masters, service

TABLE = ("서울특별시", "2026-01-01")


def make(tag: str, budget: int = 600_000_000, table: tuple[str, str] = TABLE) -> SimpleNamespace:
	"""A facility in the year 2026 whose staff costs have a budget."""
	facility = factory.make_facility(f"급여시설 {tag}")
	open_books(facility, 2026)
	frappe.db.set_value("Accounting Year", f"{facility}-2026", "status", "Open")
	people = {
		"head": ["Facility Head"],
		"accountant": ["Accountant"],
		"hr": ["HR Manager"],
		"worker": ["Social Worker"],
	}
	users = {
		part: factory.make_user(f"{part}.{tag}@payroll.example", facility, roles)
		for part, roles in people.items()
	}
	officer = {"user": users["accountant"], "facility": facility}
	membership = frappe.get_doc("Facility Membership", frappe.db.get_value("Facility Membership", officer))
	membership.update({"is_disbursing_officer": 1, "is_revenue_officer": 1})
	membership.save()
	subject = lambda name, side="Expense": frappe.db.get_value(  # noqa: E731
		"Account Subject", {"facility": facility, "subject_name": name, "side": side, "level": "Mok"}
	)
	subjects = {
		"pay": subject("급여"),
		"allowances": subject("각종 수당"),
		"insurance": subject("사회보험 부담금"),
		"reserve": subject("퇴직금 및 퇴직적립금"),
	}
	counter = frappe.get_all(
		"Account Subject",
		{"facility": facility, "side": "Revenue", "level": "Mok"},
		pluck="name",
		order_by="sort_key",
	)[0]
	own = {"facility": facility, "kind": "Own Funds"}
	fund = frappe.get_all("Fund Source", own, pluck="name", order_by="creation")
	program = frappe.db.get_value("Welfare Program", {"facility": facility})
	bank = frappe.get_doc(
		{
			"doctype": "Facility Bank Account",
			"facility": facility,
			"account_title": "운영비통장",
			"bank_name": "국민은행",
			"accounting_unit": "Facility",
		}
	).insert()
	lines = [
		{"side": "Expense", "account_subject": name, "fund_source": fund[0], "amount": budget}
		for name in subjects.values()
	]
	lines.append(
		{"side": "Revenue", "account_subject": counter, "fund_source": fund[0], "amount": budget * 4}
	)
	factory.approved_budget(facility, 2026, lines)
	with acting_as(users["hr"]):
		frappe.get_doc(
			{
				"doctype": "Payroll Setting",
				"facility": facility,
				"program": program,
				"fund_source": fund[0],
				"insurance_subject": subjects["insurance"],
				"retirement_subject": subjects["reserve"],
				"funding": [{"fund_source": fund[0], "bank_account": bank.name, "counter_subject": counter}],
			}
		).insert()
		masters.load_table(facility, *table)
	return SimpleNamespace(
		facility=facility,
		year=f"{facility}-2026",
		users=users,
		subjects=subjects,
		counter=counter,
		fund=fund[0],
		program=program,
		bank=bank.name,
		items={
			row.item_name: row.name
			for row in frappe.get_all("Pay Item", {"facility": facility}, ["name", "item_name"])
		},
	)


@contextmanager
def standing(prepare: Callable[[SimpleNamespace], None] = lambda house: None) -> Iterator[SimpleNamespace]:
	"""A house made once for a module, held by the connection's transaction and undone at the end."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	house = make(frappe.generate_hash(length=6))
	prepare(house)
	frappe.db.savepoint("house")
	yield house
	frappe.db.rollback()


@contextmanager
def from_the_start(house: SimpleNamespace) -> Iterator[None]:
	"""A test of such a module, which starts with the house as it was made."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	yield
	frappe.db.rollback(save_point="house")
	frappe.clear_document_cache("Payroll Setting", house.facility)
	frappe.set_user("Administrator")
	frappe.clear_messages()


def employ(house: SimpleNamespace, name: str, **kw) -> str:
	"""An employee of the house; grade and step are those of Seoul's table."""
	values = {
		"doctype": "Facility Employee",
		"facility": house.facility,
		"full_name": name,
		"birth_date": "1985-03-01",
		"sex": "Female",
		"hired_on": "2020-01-01",
		"employment_type": "Permanent",
		"weekly_hours": 40,
		"grade": "5급",
		"step": 5,
		"position": "사회복지사",
		"bank_name": "신한은행",
		"account_number": "110-123-456789",
		**kw,
	}
	with acting_as(house.users["hr"]):
		return frappe.get_doc(values).insert().name


def entry(house: SimpleNamespace, employee: str, item: str, month: int = 7, **kw) -> None:
	"""Hours or an amount of a month."""
	values = {
		"doctype": "Payroll Input",
		"facility": house.facility,
		"employee": employee,
		"year": 2026,
		"month": month,
	}
	with acting_as(house.users["hr"]):
		frappe.get_doc({**values, "pay_item": house.items[item], **kw}).insert()


def run(house: SimpleNamespace, month: int = 7, **kw):
	"""A calculated payroll of a month."""
	values = {
		"doctype": "Payroll Run",
		"facility": house.facility,
		"accounting_year": house.year,
		"year": 2026,
	}
	with acting_as(house.users["hr"]):
		doc = frappe.get_doc({**values, "month": month, **kw}).insert()
		return service.calculate(doc.name)


def confirm(house: SimpleNamespace, doc):
	"""Have a payroll reviewed and confirmed, and its resolutions written; returns the run."""
	with acting_as(house.users["hr"]):
		approval.move_to(doc.doctype, doc.name, "In Approval")
	with acting_as(house.users["head"]):
		approval.move_to(doc.doctype, doc.name, "Approved")
	with acting_as(house.users["accountant"]):
		return approval.move_to(doc.doctype, doc.name, "Settled")


def slip_of(doc, employee: str):
	"""The payslip of somebody in a run."""
	return frappe.get_doc("Payslip", f"{doc.name}-{employee}")


def crowd(house: SimpleNamespace, models: list[str], count: int, mark: str = "") -> list[str]:
	"""So many more employees like some that are there, written below the controllers; return their names."""
	names = [frappe.generate_hash(length=10) for _number in range(count)]
	for doctype, key in (
		("Facility Employee", "name"),
		("Employee State", "parent"),
		("Employee Dependant", "parent"),
	):
		rows = defaultdict(list)
		for row in frappe.get_all(doctype, {key: ("in", models)}, ["*"]):
			rows[row[key]].append(row)
		copies = []
		for number, name in enumerate(names):
			for row in rows[models[number % len(models)]]:
				own = {"name": frappe.generate_hash(length=10), key: name}
				if key == "name":
					own |= {
						"employee_no": f"{mark}{number:05d}",
						"full_name": f"{row.full_name}{number}",
						"user": None,
					}
				copies.append({**row, **own})
		for start in range(0, len(copies), 1000):
			chunk = copies[start : start + 1000]
			insert_rows(doctype, list(chunk[0]), [list(copy.values()) for copy in chunk])
	return names

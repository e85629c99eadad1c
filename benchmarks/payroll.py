"""A month's pay of many people: calculate, confirm, and post the resolutions that pay it."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, process_time

import frappe

MODELS = 20
"""Employees made by the product; the others are like them."""
BUDGET = 50_000_000_000


def measure(people: int) -> list[tuple[str, float, float]]:
	"""Return each step of a payroll of so many people with its seconds, and the seconds of CPU of this process."""
	import factory
	import payroll_house as house_of
	from factory import acting_as

	from huimang.approval import service as approval
	from huimang.personnel.payroll import service

	house = house_of.make(frappe.generate_hash(length=6), BUDGET)
	models = [_employ(house_of, house, number) for number in range(MODELS)]
	house_of.crowd(house, models, people - MODELS, "C")
	frappe.db.commit()
	values = {"facility": house.facility, "accounting_year": house.year, "year": 2026, "month": 7}
	steps: list[tuple[str, float, float]] = []
	with acting_as(house.users["hr"]):
		name = frappe.get_doc({"doctype": "Payroll Run", **values}).insert().name
		with _timed(steps, "calculate"):
			service.calculate(name)
		with _timed(steps, "calculate again"):
			service.calculate(name)
	with _timed(steps, "review, confirm, write resolutions"):
		for user, stage in (("hr", "In Approval"), ("head", "Approved"), ("accountant", "Settled")):
			with acting_as(house.users[user]):
				run = approval.move_to("Payroll Run", name, stage)
			frappe.db.commit()
	assert run.people == people
	with _timed(steps, "approve and pay both resolutions"):
		for row in service.resolutions_of(name):
			factory.settle(factory.approve(frappe.get_doc("Expense Resolution", row.name)))
	return steps


def _employ(house_of, house, number: int) -> str:
	child = {
		"dependant_name": "자녀",
		"relation": "Child",
		"birth_date": "2014-01-01",
		"tax_dependant": 1,
		"family_allowance": 1,
	}
	person = house_of.employ(house, f"직원{number}", step=number % 15 + 1, dependants=[child] * (number % 3))
	if number % 2:
		house_of.entry(house, person, "시간외근무수당", hours=number)
	return person


@contextmanager
def _timed(steps: list[tuple[str, float, float]], name: str) -> Iterator[None]:
	wall, cpu = perf_counter(), process_time()
	yield
	frappe.db.commit()
	steps.append((name, perf_counter() - wall, process_time() - cpu))

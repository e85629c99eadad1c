"""A facility of thirty people through the year 2026, month by month, and beside it what a careful clerk would expect of it.

The new step table is published in May and holds from January; people join, leave, rise by steps and are away.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import factory
import frappe
import payroll_house as house_of
from factory import acting_as

import huimang.rules
from huimang.demo import clock
from huimang.personnel.payroll import masters, service

YEAR = 2026
OLD, NEW = ("서울특별시", "2025-01-01"), ("서울특별시", "2026-01-01")
PUBLISHED = 5
"""The month in which the new table is known."""
BONUS = {2: "2026-02-17", 9: "2026-09-25"}
STARTED = 28


def step_table(name: tuple[str, str]) -> dict[tuple[str, int], int]:
	"""A published table, read by itself."""
	path = Path(huimang.rules.__file__).parent / "data" / "salary_grid.csv"
	with path.open(encoding="utf-8", newline="") as opened:
		rows = [row for row in csv.DictReader(opened) if (row["authority"], row["effective_from"]) == name]
	return {(row["grade"], int(row["step"])): int(row["value"]) for row in rows}


@dataclass
class Worker:
	"""Somebody as the clerk knows them: on which days with which grade and step; without one, away."""

	name: str
	days: list[tuple[date, tuple[str, int] | None]] = field(default_factory=list)

	def base_pay(self, month: int, table: dict[tuple[str, int], int]) -> int:
		"""Base pay of a month by the calendar: each stretch rounded up by itself."""
		length, worked = monthrange(YEAR, month)[1], defaultdict(int)
		for day in range(1, length + 1):
			standing = [grade for since, grade in self.days if since <= date(YEAR, month, day)]
			if standing and standing[-1]:
				worked[standing[-1]] += 1
		return sum(-(-table[grade] * days // length) for grade, days in worked.items())


class PayYear:
	"""The facility and its year."""

	def __init__(self) -> None:
		with clock.on(date(YEAR - 1, 12, 22)):
			self.house = house_of.make(frappe.generate_hash(length=6), 3_000_000_000, OLD)
		self.workers: list[Worker] = []
		self.runs, self.returns = {}, {}
		with clock.on(date(YEAR, 1, 2)):
			for number in range(STARTED):
				self.hire(f"직원{number:02d}", date(2020, 3, 1), ("5급", number % 15 + 1))

	def hire(self, name: str, day: date, grade: tuple[str, int]) -> Worker:
		born = f"{1966 + len(self.workers)}-05-05"
		child = {"dependant_name": "자녀", "relation": "Child", "birth_date": "2014-01-01"}
		child |= {"tax_dependant": 1, "family_allowance": 1}
		values = {"hired_on": day, "grade": grade[0], "step": grade[1], "birth_date": born}
		dependants = [child] * (len(self.workers) % 3)
		worker = Worker(house_of.employ(self.house, name, **values, dependants=dependants), [(day, grade)])
		self.workers.append(worker)
		return worker

	def order(self, kind: str, day: date, *workers: Worker, **terms) -> None:
		lines = [{"employee": worker.name, **terms} for worker in workers]
		values = {"facility": self.house.facility, "kind": kind, "effective_on": day, "lines": lines}
		with acting_as(self.house.users["hr"]):
			doc = frappe.get_doc({"doctype": "Personnel Order", **values}).insert()
		factory.approve(doc)

	def live(self) -> PayYear:
		for month in range(1, 13):
			with clock.on(date(YEAR, month, 20)):
				self.happens(month)
				house_of.entry(
					self.house, self.workers[month].name, "시간외근무수당", month=month, hours=month + 0.5
				)
				house_of.entry(self.house, self.workers[0].name, "기타 공제", month=month, amount=30_000)
			with clock.on(date(YEAR, month, 25)):
				self.pay(month)
			if month < 12:
				with clock.on(date(YEAR, month + 1, 5)):
					self.file(month)
		return self

	def happens(self, month: int) -> None:
		first, second, third, *rest = self.workers
		if month == 3:
			self.hire("신입하나", date(YEAR, 3, 16), ("5급", 1))
			self.leave(second, date(YEAR, 3, 20))
		elif month == 4:
			self.order("Leave of Absence", date(YEAR, 4, 10), third, expected_until=date(YEAR, 5, 31))
			third.days.append((date(YEAR, 4, 10), None))
		elif month == PUBLISHED:
			with acting_as(self.house.users["hr"]):
				masters.load_table(self.house.facility, *NEW)
		elif month == 6:
			self.order("Reinstatement", date(YEAR, 6, 1), third)
			third.days.append((date(YEAR, 6, 1), ("5급", 3)))
		elif month == 7:
			self.hire("신입둘", date(YEAR, 7, 1), ("5급", 2))
			for worker in rest[:4]:
				self.rise(worker, date(YEAR, 7, 1))
		elif month == 9:
			self.leave(rest[-3], date(YEAR, 9, 30))
		elif month == 10:
			self.rise(first, date(YEAR, 10, 16))

	def leave(self, worker: Worker, last_day: date) -> None:
		self.order("Retirement", last_day, worker)
		worker.days.append((date.fromordinal(last_day.toordinal() + 1), None))

	def rise(self, worker: Worker, day: date) -> None:
		grade, step = worker.days[-1][1]
		self.order("Step Increase", day, worker, step=step + 1)
		worker.days.append((day, (grade, step + 1)))

	def pay(self, month: int) -> None:
		more = {"back_pay_from": date(YEAR, 1, 1)} if month == PUBLISHED else {}
		run = house_of.run(self.house, month=month, holiday_bonus_on=BONUS.get(month), **more)
		self.runs[month] = run = house_of.confirm(self.house, run)
		assert not run.errors, frappe.get_all("Payslip", {"payroll_run": run.name}, ["problem"])
		for row in service.resolutions_of(run.name):
			factory.settle(factory.approve(frappe.get_doc("Expense Resolution", row.name)))

	def file(self, month: int) -> None:
		values = {"facility": self.house.facility, "year": YEAR, "month": str(month)}
		with acting_as(self.house.users["accountant"]):
			doc = frappe.get_doc({"doctype": "Withholding Return", **values}).insert()
		self.returns[month] = factory.settle(factory.approve(doc))

	def expected_base(self, month: int) -> tuple[int, int]:
		"""What everybody's base pay of a month comes to, and the back pay for earlier ones."""
		old, new = step_table(OLD), step_table(NEW)
		table = old if month < PUBLISHED else new
		back = 0
		if month == PUBLISHED:
			back = sum(
				worker.base_pay(earlier, new) - worker.base_pay(earlier, old)
				for worker in self.workers
				for earlier in range(1, PUBLISHED)
			)
		return sum(worker.base_pay(month, table) for worker in self.workers), back

"""A payroll whose process dies in the middle: nothing of it has happened, and started again it pays everybody once."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import frappe
import payroll_house as house_of
import pytest
from factory import acting_as

from huimang.approval import service as approval
from huimang.personnel.payroll import service, tasks

PEOPLE = 12
_START = """
import os, sys, time
sys.path.insert(0, {folder!r})
import frappe
frappe.init(site={site!r})
frappe.connect()
frappe.set_user({user!r})
from huimang.approval import service as approval
from huimang.personnel.payroll import service, slips, tasks

def stop():
	print("in the middle", flush=True)
	time.sleep(60)
"""
_CALCULATE = """
write = slips._insert
def half(doctype, columns, rows):
	if doctype == "Payslip":
		rows = rows[: len(rows) // 2]
	write(doctype, columns, rows)
	stop()
slips._insert = half
tasks.calculate({name!r}, {user!r})
"""
_SETTLE = """
make = service.resolution
made = []
def one(run, part, account):
	if made:
		stop()
	made.append(part)
	return make(run, part, account)
service.resolution = one
approval.move_to("Payroll Run", {name!r}, "Settled")
"""


@pytest.fixture(scope="module")
def house(site):
	"""Committed, for another process is to see it."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	house = house_of.make(frappe.generate_hash(length=6))
	house.people = [house_of.employ(house, f"직원{number}", step=number + 1) for number in range(PEOPLE)]
	frappe.db.commit()
	return house


def kill_in_the_middle(site: str, user: str, script: str, name: str) -> None:
	"""Run a script in a process of its own, and kill it where it says that it is in the middle."""
	values = {"site": site, "user": user, "name": name, "folder": str(Path(__file__).parent)}
	frappe.db.commit()
	process = subprocess.Popen(
		[sys.executable, "-c", (_START + script).format(**values)], stdout=subprocess.PIPE, text=True
	)
	try:
		assert process.stdout.readline().strip() == "in the middle"
	finally:
		process.send_signal(signal.SIGKILL)
		process.wait()
		process.stdout.close()
	frappe.db.rollback()


def test_killed_in_the_middle_and_started_again_it_pays_everybody_once(site, house):
	values = {"facility": house.facility, "accounting_year": house.year, "year": 2026, "month": 7}
	with acting_as(house.users["hr"]):
		run = frappe.get_doc({"doctype": "Payroll Run", **values}).insert()
		frappe.db.set_value("Payroll Run", run.name, "calculation_status", service.QUEUED)
	kill_in_the_middle(site, house.users["hr"], _CALCULATE, run.name)
	assert not frappe.db.count("Payslip", {"payroll_run": run.name})

	for _again in range(2):
		with acting_as(house.users["hr"]):
			tasks.calculate(run.name, house.users["hr"])
		frappe.db.commit()
	paid = Counter(frappe.get_all("Payslip", {"payroll_run": run.name, "status": "Ready"}, pluck="employee"))
	assert paid == Counter(house.people)
	lines = frappe.get_all("Payslip Line", {"parent": ("like", f"{run.name}-%")}, ["parent", "idx"])
	assert len({(line.parent, line.idx) for line in lines}) == len(lines)

	with acting_as(house.users["hr"]):
		approval.move_to("Payroll Run", run.name, "In Approval")
	with acting_as(house.users["head"]):
		approval.move_to("Payroll Run", run.name, "Approved")
	kill_in_the_middle(site, house.users["accountant"], _SETTLE, run.name)
	assert service.resolutions_of(run.name) == []
	with acting_as(house.users["accountant"]):
		run = approval.move_to("Payroll Run", run.name, "Settled")
		assert service.make_resolutions(run) == []
	frappe.db.commit()
	resolutions = service.resolutions_of(run.name)
	assert sorted(row.payroll_part for row in resolutions) == ["Insurance", "Pay"]
	assert sum(int(row.total_amount) for row in resolutions) == int(run.gross + run.employer)

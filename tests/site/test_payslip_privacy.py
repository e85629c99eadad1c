"""Payslips are seen by HR, the head and the person alone, by every road of `isolation_roads`; before they are confirmed not by the person."""

from __future__ import annotations

from types import SimpleNamespace
from unittest.mock import patch

import factory
import frappe
import isolation_roads as roads
import isolation_world
import payroll_house as house_of
import pytest
from factory import acting_as
from isolation_request import arrives, call
from isolation_world import Record

from huimang.facility.roles import AUDITOR, FACILITY_HEAD, FACILITY_ROLES, HR_MANAGER, LOCAL_OFFICER
from huimang.statements import engine

pytestmark = pytest.mark.long

SECRET, EARLY = "zqpayslip", "zqearly"
ROADS = (*roads.LISTS, *roads.FORMS, *roads.SEARCHES, *roads.PAPER, *roads.BOARDS)
OWN = ("list", "client.get_list", "REST list", "form", "client.get", "REST document", "PDF", "print view")
"""Roads by which people come to their own payslip."""
READERS = (HR_MANAGER, FACILITY_HEAD)
OBSERVERS = (AUDITOR, LOCAL_OFFICER)


@pytest.fixture(scope="module")
def place(site):
	"""A confirmed payslip of a person with a login, and everybody else of the facility."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	house = house_of.make(frappe.generate_hash(length=6))
	others = {
		"broad": [role for role in FACILITY_ROLES if role not in (*READERS, *OBSERVERS)],
		"auditor": [AUDITOR],
		"officer": [LOCAL_OFFICER],
		"colleague": ["Social Worker"],
	}
	users = {
		name: factory.make_user(f"{name}.{house.facility}@privacy.example", house.facility, roles)
		for name, roles in others.items()
	}
	person = house_of.employ(house, SECRET, user=house.users["worker"])
	house_of.employ(house, "이동료", user=users["colleague"])
	run = house_of.run(house)
	draft = house_of.run(house, month=8)
	house_of.confirm(house, run)
	frappe.db.savepoint("place")
	slip, unconfirmed = (f"{each.name}-{person}" for each in (run, draft))
	for field in ("title", "employee_name"):
		frappe.db.sql(f"update `tabPayslip` set `{field}` = %s where name = %s", (EARLY, unconfirmed))
	record = Record("Payslip", slip, SECRET, text_field="employee_name")
	isolation_world._index(record)
	yield SimpleNamespace(
		house=house,
		run=run,
		record=record,
		line=Record("Payslip Line", f"{slip}-1", "", parent=record),
		unconfirmed=Record("Payslip", unconfirmed, EARLY, text_field="employee_name"),
		others=tuple(users.values()),
		person=house.users["worker"],
	)
	frappe.db.rollback()
	frappe.set_user("Administrator")
	isolation_world.clear_index()


@pytest.fixture(autouse=True)
def clean_slate(place):
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	with (
		patch("frappe.utils.pdf.get_pdf", lambda html, *args, **kwargs: html.encode()),
		patch("huimang.printing.pdf.render", lambda sheets, **kwargs: "".join(sheets).encode()),
	):
		yield
	frappe.db.rollback(save_point="place")
	frappe.set_user("Administrator")
	frappe.clear_messages()


def test_no_road_leads_others_to_a_payslip(place):
	seen: dict = {}
	reached = [
		(road.name, user, record.doctype)
		for user in place.others
		for record in (place.record, place.line)
		for road in ROADS
		if road.on(record) and arrives(road, user, record, seen)
	]
	assert not reached


@pytest.mark.parametrize("part", ["hr", "head"])
def test_hr_and_the_head_get_there_by_every_road(place, part):
	user = place.house.users[part]
	missed = [
		(road.name, record.doctype)
		for record in (place.record, place.line)
		for road in ROADS
		if road.on(record) and road.home(record) and not arrives(road, user, record)
	]
	assert not missed


def test_the_person_gets_to_their_own_and_not_before_it_is_confirmed(place):
	seen: dict = {}
	own = {road.name: arrives(road, place.person, place.record) for road in ROADS if road.name in OWN}
	assert own == dict.fromkeys(OWN, True)
	early = [
		road.name
		for road in ROADS
		if road.on(place.unconfirmed)
		# the secret stands on the confirmed one as well, which blind roads may show
		and not road.blind
		and road.name
		not in ("everything", "list, whole", "list, group by", "list, tags", "calendar", "chart")
		and arrives(road, place.person, place.unconfirmed, seen)
	]
	assert not early


def test_our_own_functions_ask_as_well(place):
	"""The sheet of a run, the steps of a payslip, the list for the bank, and the payroll register."""
	filters = {"facility": place.house.facility, "accounting_year": place.house.year, "month": 7}
	asked = {
		"huimang.personnel.payroll.api.payslips": {"name": place.run.name},
		"huimang.personnel.payroll.api.unfolded": {"name": place.record.name},
		"huimang.personnel.payroll.api.transfer_csv": {
			"name": place.run.name,
			"bank_account": place.house.bank,
			"purpose": "이체",
		},
	}
	for user in (*place.others, place.house.users["accountant"]):
		for method, arguments in asked.items():
			with pytest.raises(frappe.PermissionError):
				call(user, method, **arguments)
		with acting_as(user), pytest.raises(frappe.PermissionError):
			engine.draw("payroll_register", filters)
	with acting_as(place.person):
		assert call(place.person, "huimang.personnel.payroll.api.unfolded", name=place.record.name)
		with pytest.raises(frappe.PermissionError):
			call(place.person, "huimang.personnel.payroll.api.payslips", name=place.run.name)

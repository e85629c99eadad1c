"""급여명세서 by mail: locked with the birthday, one a person, never twice unless asked; and on the person's own page."""

from __future__ import annotations

import email
from contextlib import contextmanager
from io import BytesIO
from unittest.mock import patch

import factory
import frappe
import payroll_house as house_of
import pytest
from factory import acting_as
from isolation_request import call
from pypdf import PdfReader

from huimang.personnel.payroll import api, mail, tasks
from huimang.personnel.work_queries import own_page
from huimang.printing import mailing

PEOPLE = 3


def _paid(house) -> None:
	"""A confirmed payroll of three with an address and one without."""
	account = {"name": "급여", "email_account_name": "급여", "email_id": "pay@house.example", "password": "x"}
	account |= {"enable_outgoing": 1, "default_outgoing": 1, "smtp_server": "localhost"}
	frappe.get_doc({"doctype": "Email Account", **account, "no_smtp_authentication": 1}).db_insert()
	house.people = [
		house_of.employ(house, f"직원{number}", email=f"worker{number}@house.example")
		for number in range(PEOPLE - 1)
	]
	# without an address of their own it goes to their login
	house.people.append(house_of.employ(house, "김로그인", user=house.users["worker"]))
	house.unknown = house_of.employ(house, "이무메일")
	house.run = house_of.confirm(house, house_of.run(house))


@pytest.fixture(scope="module")
def house(site):
	with house_of.standing(_paid) as house:
		yield house


@pytest.fixture(autouse=True)
def clean_slate(house):
	"""What the background commits stays in the test's own transaction."""
	with (
		patch.object(frappe.db, "commit", lambda: frappe.db.savepoint("kept")),
		house_of.from_the_start(house),
	):
		yield


@contextmanager
def as_hr(house):
	with acting_as(house.users["hr"]), patch("frappe.enqueue"):
		yield


def mails(house) -> list[str]:
	"""To whom mails about payslips of the run are queued."""
	about = {"reference_doctype": "Payslip", "reference_name": ("like", f"{house.run.name}-%")}
	queued = frappe.get_all("Email Queue", about, pluck="name")
	return sorted(frappe.get_all("Email Queue Recipient", {"parent": ("in", queued)}, pluck="recipient"))


def expected(house) -> list[str]:
	return sorted([*(f"worker{number}@house.example" for number in range(PEOPLE - 1)), house.users["worker"]])


def paper_to(address: str) -> PdfReader:
	"""The PDF that a mail carries."""
	parent = frappe.get_all("Email Queue Recipient", {"recipient": address}, pluck="parent")[0]
	message = email.message_from_string(frappe.db.get_value("Email Queue", parent, "message"))
	part = next(part for part in message.walk() if part.get_content_type() == "application/pdf")
	return PdfReader(BytesIO(part.get_payload(decode=True)))


def test_everybody_gets_their_own_locked_payslip_and_only_once(house):
	with as_hr(house):
		assert api.mail_payslips(house.run.name) == PEOPLE + 1
		tasks.mail_payslips(house.run.name, house.users["hr"])
		assert mails(house) == expected(house)
		# asked again, only who got none is tried again
		assert api.mail_payslips(house.run.name) == 1
		tasks.mail_payslips(house.run.name, house.users["hr"])
		assert mails(house) == expected(house)
		rows = {row["employee"]: row for row in api.payslips(house.run.name)}
		assert [rows[person]["mail_status"] for person in house.people] == ["Sent"] * PEOPLE
		failed = rows[house.unknown]
		assert failed["mail_status"] == "Failed" and failed["mail_problem"]
		paper = paper_to("worker0@house.example")
		assert paper.is_encrypted and not paper.decrypt("850302") and paper.decrypt("850301")
		text = paper.pages[0].extract_text()
		assert "직원0" in text and "직원1" not in text
		assert api.mail_payslips(house.run.name, again=True) == PEOPLE + 1
		tasks.mail_payslips(house.run.name, house.users["hr"])
		assert mails(house) == sorted(expected(house) * 2)


def test_stopped_in_the_middle_and_started_again_nobody_gets_two(house):
	send, sent = mailing.send, []

	def stop_at_the_second(*args):
		sent.append(args)
		send(*args)
		if len(sent) == 2:
			raise KeyboardInterrupt

	with as_hr(house):
		api.mail_payslips(house.run.name)
		with patch.object(mailing, "send", stop_at_the_second), pytest.raises(KeyboardInterrupt):
			tasks.mail_payslips(house.run.name, house.users["hr"])
		frappe.db.rollback(save_point="kept")
		assert len(mails(house)) == 1
		tasks.mail_payslips(house.run.name, house.users["hr"])
		assert mails(house) == expected(house)


@pytest.mark.parametrize(
	("rule", "opens"),
	[
		("Birth Date (6 Digits)", "850301"),
		("Birth Date (8 Digits)", "19850301"),
		("Employee No. and Birth Date (6 Digits)", "0001850301"),
	],
)
def test_the_facility_chooses_what_opens_it(house, rule, opens):
	setting = frappe.get_doc("Payroll Setting", house.facility)
	setting.payslip_lock = rule
	setting.save()
	assert mail.password_of(house_of.slip_of(house.run, house.people[0])) == opens


def test_only_hr_and_the_head_mail_payslips(house):
	for part in ("accountant", "worker"):
		with pytest.raises(frappe.PermissionError):
			call(house.users[part], "huimang.personnel.payroll.api.mail_payslips", name=house.run.name)


def test_the_own_page_lists_ones_payslips(house):
	own = house_of.slip_of(house.run, house.people[-1])
	with acting_as(house.users["worker"]):
		told = own_page(house.users["worker"])["payslips"]
	assert [(row["name"], row["net"]) for row in told] == [(own.name, own.net)]
	stranger = factory.make_user(f"new.{house.facility}@house.example", house.facility, ["Social Worker"])
	with acting_as(stranger):
		assert "payslips" not in own_page(stranger)

"""Who attacks the running site in the tests: a guest, and an accountant of a facility that stands for the whole run."""

import frappe
import frappe.app
import house
import pytest
from frappe.utils.password import update_password
from web_client import Visitor

PASSWORD = "an-accountant-of-the-tests-1"
SQL = "(select password from __Auth limit 1)"
TEMPLATE = "{{ 7 * 191 }}{{ frappe.db.sql('select 1') }}"
RENDERED = "1337"
"""What the template above says where somebody renders it."""


@pytest.fixture(scope="module")
def home(site):
	frappe.app._site = site
	home = house.standing()
	update_password(home.accountant, PASSWORD)
	frappe.db.commit()
	return home


@pytest.fixture(scope="module")
def guest(home):
	return Visitor()


@pytest.fixture(scope="module")
def staff(home):
	return Visitor().log_in(home.accountant, PASSWORD)


def refused(answer) -> bool:
	"""Whether the gate is what refused."""
	return answer.status_code == 403 and "GateError" in answer.text

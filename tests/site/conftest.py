"""Tests on a real site: MariaDB and Redis of the tests' own bench. `make test` makes the site; what a test did not commit is rolled back.

While developing, any site serves: HUIMANG_TEST_SITE=name.localhost env/bin/pytest tests/site
"""

import os
from functools import lru_cache
from pathlib import Path

import frappe
import pytest
import sqlparse


@pytest.fixture(scope="session", autouse=True)
def site():
	"""The name of the site, to which the process is connected."""
	name = os.environ.get("HUIMANG_TEST_SITE")
	if not name:
		pytest.exit("needs a site: run `make test`, or name one in HUIMANG_TEST_SITE")
	before = os.getcwd()
	os.chdir(Path(os.environ["FRAPPE_BENCH_ROOT"]) / "sites")
	frappe.init(site=name)
	frappe.connect()
	# tests that commit make more people in an hour than the framework lets anybody make
	frappe.local.conf.throttle_user_limit = 100_000
	# the framework parses every field of every query anew
	sqlparse.format = lru_cache(10_000)(sqlparse.format)
	yield name
	frappe.destroy()
	os.chdir(before)


@pytest.fixture(autouse=True)
def clean_slate(site):
	"""Every test begins as Administrator, in Korean, and leaves nothing that it did not commit."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	frappe.clear_messages()


@pytest.fixture
def ledger_alone(monkeypatch):
	"""Verification does not ask for the documents behind the budget: tests that move the ledger by itself have none."""
	from huimang.ledger import verify

	monkeypatch.setattr(verify, "BUDGET_SOURCES", "nothing_asked")

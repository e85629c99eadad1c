"""Tests on a real site: MariaDB and Redis of the tests' own bench. `make test` makes the site; what a test did not commit is rolled back.

While developing, any site serves: HUIMANG_TEST_SITE=name.localhost env/bin/pytest tests/site
"""

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import frappe
import pytest
import sqlparse
from frappe.model.meta import Meta
from jinja2 import Environment
from pymysql import connections


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
	# its driver the description of every column of every answer
	connections.FieldDescriptorPacket = lru_cache(50_000)(connections.FieldDescriptorPacket)
	# and it compiles every template anew for each sheet of paper
	Environment.compile = _remembering_code(Environment.compile)
	frappe.set_user = _keeping_metadata(frappe.set_user)
	# a list of a framework's DocType strikes fields off the very list that its metadata holds (reportview)
	columns = Meta.get_valid_columns
	Meta.get_valid_columns = lambda meta: list(columns(meta))
	yield name
	frappe.destroy()
	os.chdir(before)


def _remembering_code(compile_template: Callable) -> Callable:
	"""What a template compiles to is a matter of its text, its name and the kind of environment."""
	known: dict[tuple, object] = {}

	def remembered(environment, source, name=None, filename=None, raw=False, defer_init=False):
		if raw or not isinstance(source, str):
			return compile_template(environment, source, name, filename, raw, defer_init)
		key = (type(environment), environment.autoescape, source, name, filename)
		if key not in known:
			known[key] = compile_template(environment, source, name, filename)
		return known[key]

	return remembered


def _keeping_metadata(set_user: Callable[[str], None]) -> Callable[[str], None]:
	"""What this process holds of the DocTypes in memory outlives a change of the user: it is everybody's and slow to read.

	Whoever changes a DocType takes it out of the shared cache and of this memory alike.
	"""

	def kept(username: str) -> None:
		before = frappe.local.cache
		set_user(username)
		for key in map(frappe.cache.make_key, ("doctype_meta", "app_hooks", "table_columns", "module_app")):
			if key in before:
				frappe.local.cache[key] = before[key]

	return kept


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

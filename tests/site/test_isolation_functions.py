"""Reports and functions of ours, all that are installed: called by somebody of another facility they tell and change nothing."""

import importlib
import inspect
import json
import pkgutil

import factory
import frappe
import house
import isolation_world
import pytest
from isolation_request import call, text_of, undone

import huimang


@pytest.fixture
def home():
	"""B with books, so that reports have something to tell."""
	return house.build()


def own_reports() -> list[str]:
	return frappe.get_all("Report", {"module": "Huimang", "disabled": 0}, pluck="name")


def test_reports_of_ours_tell_nothing_of_another_facility(home):
	stranger = factory.make_user(
		"stranger@isolation.test", factory.make_facility(), isolation_world.WORKING_ROLES
	)
	keeper = factory.make_user("keeper@isolation.test", home.facility, ["HR Manager"])
	filters = {"facility": home.facility, "accounting_year": home.year}
	name = frappe.db.get_value("Facility", home.facility, "facility_name")
	assert own_reports()

	def told(user: str, report: str) -> str | None:
		try:
			return text_of(call(user, "frappe.desk.query_report.run", report_name=report, filters=filters))
		except frappe.PermissionError:
			return None
		except frappe.ValidationError as refusal:
			return str(refusal)  # it asks for a filter, or there is nothing to show yet

	for report in own_reports():
		assert [user for user in (home.accountant, keeper) if told(user, report) is not None], report
		said = told(stranger, report) or ""
		assert not any(secret in said for secret in (name, home.program, home.supplies)), report


def own_functions() -> list:
	"""Everything of this app that a browser may call, but for what stands in for the framework's and was tried as such."""
	for module in pkgutil.walk_packages(huimang.__path__, "huimang."):
		if module.name.rsplit(".", 1)[-1] in ("api", "desk", "home"):
			importlib.import_module(module.name)
	return sorted(
		{
			f
			for f in frappe.whitelisted
			if f.__module__.startswith("huimang.") and "roads" not in f.__module__
		},
		key=lambda f: (f.__module__, f.__name__),
	)


def _arguments(home) -> dict:
	"""A value for every argument that one of our functions has, naming what is B's."""
	expense = home.expense()
	books = {"facility": home.facility, "accounting_year": home.year}
	return {
		**books,
		"about": expense.name,
		"account_subject": home.supplies,
		"action": "결재 요청",
		"amount": 1000,
		"bank_account": home.bank,
		"comment": "x",
		"content": "",
		"doc": {"doctype": expense.doctype, "name": expense.name},
		"docnames": [expense.name],
		"docs": [{"doctype": expense.doctype, "name": expense.name}],
		"doctype": expense.doctype,
		"email": "somebody@isolation.test",
		"file_format": "xlsx",
		"filters": books,
		"fmt": "xlsx",
		"full_name": "홍길동",
		"lines": [home.line()],
		"name": expense.name,
		"names": [expense.name],
		"on": "2026-11-22",
		"parent_subject": home.supplies,
		"purpose": "확인",
		"roles": ["Social Worker"],
		"statement": "cash_book",
		"subject_name": "세목",
		"txt": "",
		"user": home.accountant,
	}


def test_our_own_functions_ask_who_is_calling(home):
	"""Called with another facility's names they tell nothing and change nothing."""
	stranger = factory.make_user(
		"stranger@isolation.test", factory.make_facility(), isolation_world.WORKING_ROLES
	)
	secrets = [home.facility, home.program, frappe.db.get_value("Facility", home.facility, "facility_name")]
	known = _arguments(home)
	before = _state(home)
	for function in own_functions():
		wanted = inspect.signature(function).parameters.values()
		given = {p.name: known[p.name] for p in wanted if p.name in known}
		name = f"{function.__module__}.{function.__name__}"
		with undone():
			try:
				said = text_of(call(stranger, name, **given))
			except Exception:
				said = json.dumps(frappe.local.message_log)
			assert not any(secret in said for secret in secrets), name
			assert _state(home) == before, name


def _state(home) -> list:
	"""What a function could have changed about B."""
	kinds = [
		"Expense Resolution",
		"Facility Membership",
		"Account Subject",
		"Facility Budget",
		"Approval Step",
	]
	return [
		frappe.get_all(kind, {"facility": home.facility}, ["name", "modified"], order_by="name")
		for kind in kinds
	]

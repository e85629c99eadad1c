"""Everything that a browser may call, called by who has no business with it: somebody without a facility, and somebody of another one
with every role there. Told from what is registered: a function that comes tomorrow is called too.

Roads to single records, and what a colleague is shown by each, are in `test_isolation.py`. Here is every function of the app, and
every function of the framework that `gate/methods.csv` opens to an ordinary user.
"""

import importlib
import inspect
import pkgutil

import factory
import frappe
import house
import pytest
from isolation_request import call, text_of, undone
from isolation_world import WORKING_ROLES

import huimang
from huimang.gate import methods

NOBODY = "nobody@strangers.test"
STRANGER = "stranger@strangers.test"
WORD = "zqsecret"
ASKED_IN_OTHER_TESTS = {
	"login": "the tests of logins",
	"logout": "ends the session of who calls",
	"web_logout": "ends the session of who calls",
	"frappe.handler.logout": "ends the session of who calls",
}


def _make() -> dict:
	"""B at work, with a word in whatever has a text, and what the arguments of functions may be called with."""
	home = house.build()
	party = frappe.get_doc(
		{
			"doctype": "Counterparty",
			"facility": home.facility,
			"counterparty_name": f"{WORD} 거래처",
			"kind": "Business",
		}
	).insert()
	expense = home.expense(home.line(description=f"{WORD} 적요"), purpose=f"{WORD} 구입")
	frappe.db.set_value("Facility", home.facility, "facility_name", f"{WORD} 복지관")
	elsewhere = factory.make_facility()
	factory.make_user(STRANGER, elsewhere, WORKING_ROLES)
	factory.make_user(NOBODY, elsewhere, ["Social Worker"])
	member = frappe.get_doc("Facility Membership", {"facility": elsewhere, "user": NOBODY})
	member.update({"enabled": 0}).save()
	return {"home": home, "expense": expense.name, "arguments": _arguments(home, expense, party)}


built, clean_slate, world = house.once(_make, (NOBODY, STRANGER))


def _arguments(home, expense, party) -> dict:
	"""A value for whatever an argument may be called: what is B's, or what makes sense."""
	books = {"facility": home.facility, "accounting_year": home.year}
	kind = {
		name: expense.doctype
		for name in ("doctype", "dt", "document_type", "doctype_name", "reference_doctype")
	}
	kind |= {
		name: expense.doctype
		for name in ("ref_doctype", "share_doctype", "link_doctype", "attached_to_doctype")
	}
	names = (
		"name",
		"docname",
		"dn",
		"doc_name",
		"document_name",
		"reference_name",
		"value",
		"old_name",
		"resolution",
	)
	one = {name: expense.name for name in (*names, "about", "document", "voucher_no", "source_name")}
	several = {name: [expense.name] for name in ("names", "docnames", "items", "only", "docs_names")}
	return {
		**books,
		**kind,
		**one,
		**several,
		"account_subject": home.supplies,
		"action": "Approve",
		"amount": 1000,
		"assign_to": [STRANGER],
		"bank_account": home.bank,
		"comment": "x",
		"content": "x",
		"current_filters": [],
		"description": "x",
		"doc": {"doctype": expense.doctype, "name": expense.name},
		"docs": [{"doctype": expense.doctype, "name": expense.name, "purpose": "x"}],
		"email": "somebody@strangers.test",
		"end": "2026-12-31",
		"field": "facility",
		"field_map": {"start": "creation", "end": "modified", "title": "purpose"},
		"fieldname": "purpose",
		"fields": ["name", "purpose", "facility"],
		"file_format": "xlsx",
		"filters": books,
		"fmt": "xlsx",
		"from_date": "2026-01-01",
		"full_name": "홍길동",
		"lines": [home.line()],
		"month": 11,
		"new_name": "renamed",
		"on": "2026-11-22",
		"parent": "",
		"parent_subject": home.supplies,
		"party": party.name,
		"counterparty": party.name,
		"prev": 0,
		"program": home.program,
		"purpose": "확인",
		"report_name": "Cash Book",
		"roles": ["Social Worker"],
		"start": "2026-01-01",
		"statement": "cash_book",
		"stats": ["facility"],
		"subject_name": "세목",
		"tag": "x",
		"text": WORD,
		"to_date": "2026-12-31",
		"txt": "",
		"user": home.accountant,
		"year": 2026,
	}


def own_functions() -> list[str]:
	for module in pkgutil.walk_packages(huimang.__path__, "huimang."):
		if module.name.rsplit(".", 1)[-1].endswith(("api", "desk", "home", "roads", "exports", "board")):
			importlib.import_module(module.name)
	stands_in = {
		name for names in frappe.get_hooks("override_whitelisted_methods").values() for name in names
	}
	ours = {
		f"{f.__module__}.{f.__qualname__}" for f in frappe.whitelisted if f.__module__.startswith("huimang.")
	}
	return sorted(name for name in ours - stands_in if ".doctype." not in name)


def frameworks_functions() -> list[str]:
	"""What the gate opens to users of a facility, as far as this version of the framework has it."""
	found = []
	for method, rule in methods.table().items():
		if rule.who in ("guest", "website", "user") and method not in ASKED_IN_OTHER_TESTS:
			try:
				found.append(method) if "." in method and frappe.get_attr(method) else None
			except Exception:
				continue
	return found


def _given(method: str, known: dict) -> dict:
	"""The arguments of a function that there are values for. One without any reads the request itself: a list is asked of it."""
	function = frappe.get_attr(method)
	wanted = list(inspect.signature(inspect.unwrap(function)).parameters)
	if not [name for name in wanted if name != "kwargs"]:
		wanted = ["doctype", "fields", "stats", "name"]
		return {**{name: known[name] for name in wanted}, "filters": []}
	given = {name: known[name] for name in wanted if name in known}
	if "filters" in given and method.startswith("frappe."):
		given["filters"] = [] if "query_report" not in method else given["filters"]
	return given


def _state(world: dict) -> list:
	"""What a function could have changed about B."""
	kinds = [
		"Expense Resolution",
		"Facility Membership",
		"Account Subject",
		"Facility Budget",
		"Approval Step",
	]
	state = [
		frappe.get_all(kind, {"facility": world["home"].facility}, ["name", "modified"], order_by="name")
		for kind in kinds
	]
	hanging = {
		"ToDo": "reference_name",
		"Comment": "reference_name",
		"DocShare": "share_name",
		"File": "attached_to_name",
	}
	return [*state, *(frappe.db.count(kind, {field: world["expense"]}) for kind, field in hanging.items())]


def walk(functions: list[str], user: str, world: dict) -> list[str]:
	"""The functions that tell this user something of B, or change something of it."""
	known, found = world["arguments"], []
	before = _state(world)
	for method in functions:
		with undone():
			writes = frappe.db.transaction_writes
			try:
				said = text_of(call(user, method, **_given(method, known)))
			except Exception as refusal:
				said = f"{refusal} {frappe.local.message_log}"
			if WORD in said:
				found.append(f"{method} tells")
			if frappe.db.transaction_writes != writes and _state(world) != before:
				found.append(f"{method} changes")
	return found


@pytest.mark.parametrize("user", [NOBODY, STRANGER])
def test_our_functions_are_nobodys_elses(world, user):
	functions = own_functions()
	assert len(functions) > 80
	assert walk(functions, user, world) == []


@pytest.mark.parametrize("user", [NOBODY, STRANGER])
def test_the_frameworks_functions_tell_nothing_of_another_facility(world, user):
	functions = frameworks_functions()
	assert len(functions) > 150
	assert walk(functions, user, world) == []


def test_what_a_colleague_is_told(world):
	"""At home the same walk finds a good deal: else the word would not be where the walk looks."""
	accountant = world["home"].accountant
	for functions, least in ((frameworks_functions(), 10), (own_functions(), 3)):
		told = [found for found in walk(functions, accountant, world) if found.endswith("tells")]
		assert len(told) > least, told


def test_a_guest_is_told_nothing(world):
	known, before = world["arguments"], _state(world)
	for method in own_functions() + frameworks_functions():
		with undone():
			try:
				said = text_of(call("Guest", method, **_given(method, known)))
			except Exception:
				continue
			assert WORD not in said, method
			assert _state(world) == before, method

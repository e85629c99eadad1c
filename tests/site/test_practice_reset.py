"""Emptying and filling a practice facility (실습): the books of work are the same to the row, and what is stopped half-way goes on."""

import time

import factory
import frappe
import house
import pytest
from connections import at_once
from refusals import refused

from huimang.approval.stages import IN_APPROVAL
from huimang.demo import resolutions
from huimang.errors import FacilityAccessError
from huimang.facility import scope
from huimang.ledger import verify
from huimang.practice import build, reset, seats, service, tasks
from huimang.practice import house as places


@pytest.fixture(scope="module")
def home(site):
	"""A house at work with a paid resolution, and its practice facility; committed, and taken away again."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	made = house.build()
	factory.settle(factory.approve(made.income(500_000)))
	practice = places.found(made.facility)
	frappe.db.commit()
	yield made
	frappe.db.rollback()
	seats.vacate(practice)
	# the one way to take a facility away: the house becomes one to practise in
	for name in (practice, made.facility):
		frappe.db.set_value("Facility", name, "is_practice", 1)
		reset.empty(name)
		frappe.db.delete("Facility Membership", {"facility": name})
		frappe.db.delete("Facility", name)
	frappe.db.commit()


@pytest.fixture(scope="module")
def practice(home):
	return places.of(home.facility)


@pytest.fixture(scope="module")
def filled(home, practice):
	"""The practice facility with resolutions alone: all that it has besides is looked at in the browser's tests.

	Returns what the house had before.
	"""
	before = rows_of(home.facility)
	with pytest.MonkeyPatch.context() as patched:
		patched.setattr(build, "_steps", lambda *books: [lambda: resolutions.write_year(*books)])
		places.note(practice, practice_state=places.PREPARING)
		frappe.db.commit()
		assert tasks.make(practice) is True
		assert tasks.make(practice) is False, "what is ready is not made again"
	return before


def rows_of(facility: str) -> dict[str, str]:
	"""A checksum of all rows of a facility by DocType, its tables and what speaks of it included."""
	found = {}
	for doctype, field in scope.installed()["fields"].items():
		if frappe.db.table_exists(doctype):
			found[doctype] = _checksum(doctype, {field: facility})
	names = frappe.get_all("Expense Resolution", {"facility": facility}, pluck="name") + [facility]
	for doctype, field in (
		("File", "attached_to_name"),
		("Comment", "reference_name"),
		("Version", "docname"),
	):
		found[doctype] = _checksum(doctype, {field: ("in", names)})
	return found


def _checksum(doctype: str, filters: dict) -> str:
	return frappe.as_json(frappe.get_all(doctype, filters, ["*"], order_by="name", limit_page_length=0))


def count_of(practice: str) -> int:
	kept = reset.KEPT
	fields = scope.installed()["fields"].items()
	return sum(
		frappe.db.count(doctype, {field: practice})
		for doctype, field in fields
		if doctype not in kept and frappe.db.table_exists(doctype)
	)


def test_a_facility_at_work_cannot_be_emptied(home):
	with refused(FacilityAccessError):
		reset.empty(home.facility)


def test_filling_is_seen_in_no_row_of_work(home, practice, filled):
	assert frappe.db.count("Ledger Entry", {"facility": practice}) > 5
	assert verify.verify_committed(practice) == []
	assert rows_of(home.facility) == filled


def test_colleagues_approve_and_pay_what_somebody_practises(home, practice, filled):
	service.start(home.facility, "Accountant", home.accountant)
	waiting = {"facility": practice, "stage": IN_APPROVAL}
	name = frappe.get_all("Expense Resolution", waiting, pluck="name", order_by="name")[0]
	with factory.acting_as(home.accountant):
		for stage in ("Approved", "Settled"):
			assert service.ask_colleagues(practice, "Expense Resolution", name)
			assert frappe.db.get_value("Expense Resolution", name, "stage") == stage
			assert frappe.session.user == home.accountant
		with refused():
			service.ask_colleagues(practice, "Expense Resolution", name)
		with refused():
			service.ask_colleagues(practice, "Facility", home.facility)
	own = frappe.get_all("Income Resolution", {"facility": home.facility}, pluck="name")
	with refused():
		service.ask_colleagues(practice, "Income Resolution", own[0])
	frappe.db.rollback()


def test_emptying_leaves_work_as_it_is_and_goes_on_where_it_was_stopped(home, practice, filled, monkeypatch):
	papers = _papers(practice)
	twin = frappe.copy_doc(frappe.get_doc("File", papers[0]))
	twin.update({"attached_to_doctype": "Facility", "attached_to_name": home.facility}).db_insert()
	frappe.db.commit()
	before = rows_of(home.facility)
	delete, done = reset._delete_rows, []

	def killed(doctype: str, name: str) -> None:
		if len(done) == 9:
			raise KeyboardInterrupt
		delete(doctype, name)
		done.append(doctype)

	monkeypatch.setattr(reset, "_delete_rows", killed)
	with pytest.raises(KeyboardInterrupt):
		reset.empty(practice)
	frappe.db.rollback()
	monkeypatch.setattr(reset, "_delete_rows", delete)
	assert count_of(practice)
	assert reset.empty(practice)
	assert count_of(practice) == 0
	assert not frappe.get_all("File", {"name": ("in", papers)})
	series = frappe.qb.DocType("Series")
	left = frappe.qb.from_(series).select(series.name).where(series.name.like(f"{practice}/%")).run()
	assert not left, "numbers begin again"
	assert twin.get_content(), "a file that another record has too stays"
	assert rows_of(home.facility) == before
	frappe.delete_doc("File", twin.name)


def test_one_worker_at_a_time_fills_a_practice_facility(home, practice, monkeypatch):
	monkeypatch.setattr(build, "build", lambda practice, say: time.sleep(0.3))
	places.note(practice, practice_state=places.PREPARING)
	frappe.db.commit()
	assert sorted(at_once(2, lambda _number: tasks.make(practice))) == [False, True]
	frappe.db.rollback()
	assert frappe.db.get_value("Facility", practice, "practice_state") == places.READY


def _papers(practice: str) -> list[str]:
	names = frappe.get_all("Expense Resolution", {"facility": practice}, pluck="name")
	about = {"attached_to_doctype": "Expense Resolution", "attached_to_name": ("in", names)}
	return frappe.get_all("File", about, pluck="name")

"""A user of one facility reaches nothing of another: roads × records, both told from what is installed.

The table of roads is `isolation_roads`, the records are made by `isolation_world`. Every cell is walked twice: by
somebody of the other facility, who must not get there, and by somebody of the record's own facility with the same
roles, who must, wherever the framework and the DocType's permissions offer that road at all.
"""

from unittest.mock import patch

import frappe
import isolation_roads as roads
import isolation_world
import pytest
from isolation_request import arrives, undone
from isolation_world import Record

from huimang.facility import scope
from huimang.facility.roles import FACILITY_STAFF, SOCIAL_WORKER

pytestmark = pytest.mark.long

FAMILIES = {
	"lists": roads.LISTS,
	"forms": roads.FORMS,
	"searches": roads.SEARCHES,
	"paper": roads.PAPER,
	"boards": roads.BOARDS,
}
# What speaks of a record, by the pair of fields that names it.
TRACES = {
	"Auto Repeat": ("reference_doctype", "reference_document"),
	"Comment": ("reference_doctype", "reference_name"),
	"DocShare": ("share_doctype", "share_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Reminder": ("reminder_doctype", "reminder_docname"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
}


@pytest.fixture(scope="module")
def world(site):
	with isolation_world.stage() as world:
		yield world


@pytest.fixture(autouse=True)
def clean_slate(world):
	"""In the place of the fixture of all tests of the site: the stage stays."""
	with isolation_world.scene(world):
		yield


@pytest.fixture(autouse=True)
def plain_paper():
	"""What is printed stays HTML: the road is tried here, not the rendering."""
	with (
		patch("frappe.utils.pdf.get_pdf", lambda html, *args, **kwargs: html.encode()),
		patch("huimang.printing.pdf.render", lambda sheets, **kwargs: "".join(sheets).encode()),
	):
		yield


def test_every_doctype_of_a_facility_is_on_stage(world):
	"""The table has a row for all that is installed, for what the operator added, and for what speaks of documents."""
	assert set(scope.scoped_doctypes()) <= set(world.records)
	assert {"File", "ToDo", "Notification Log", "Version", "Tag Link"} <= set(world.records)
	assert {isolation_world.OPERATORS, isolation_world.OPERATORS_ROWS} <= set(scope.scoped_doctypes())


@pytest.mark.parametrize("family", FAMILIES)
def test_roads_end_at_the_facility(world, family):
	open_roads, dead_roads, seen = [], [], {}
	for road in FAMILIES[family]:
		for doctype, record in world.records.items():
			if not road.on(record):
				continue
			stranger, colleague = world.pair(doctype)
			if arrives(road, stranger, record, seen):
				open_roads.append((road.name, doctype))
			if world.at_home(doctype) and road.home(record) and not arrives(road, colleague, record):
				dead_roads.append((road.name, doctype))
	assert not open_roads, "reached from another facility"
	assert not dead_roads, "not reached in the facility itself, so the test says nothing"


def test_a_role_of_one_facility_opens_nothing_in_another(world):
	"""mixed@ holds every working role in A and is a social worker in B: in B that person is a social worker."""
	mixed = world.user("m", "mixed")
	for doctype, record in world.records.items():
		if not scope.is_scoped(doctype):
			continue
		holder = record.parent.doctype if record.parent else doctype
		rows = frappe.get_meta(holder).permissions
		# whoever works there is of the staff too, whom a record about a person reaches only if it is their own
		open_to = {SOCIAL_WORKER, "All"} | (set() if scope.person_field(holder) else {FACILITY_STAFF})
		readable = any(row.read and row.role in open_to for row in rows)
		for road in roads.LISTS[:4] + roads.FORMS[:3]:
			if road.home(record) and world.at_home(doctype):
				assert arrives(road, mixed, record) == readable, (road.name, doctype)


def traces(record: Record) -> dict:
	"""The record as it is stored and all that hangs on it."""
	row = frappe.db.sql(f"select * from `tab{record.doctype}` where name = %s", record.name, as_dict=True)
	hanging = {
		doctype: frappe.db.count(doctype, {kind: record.doctype, name: record.name})
		for doctype, (kind, name) in TRACES.items()
	}
	return {"row": row, "all": frappe.db.count(record.doctype), **hanging}


def changes(name: str, user: str, record: Record, mine: str, before: dict) -> bool:
	"""Whether `user` changes anything about the record by this road."""
	with undone() as trial:
		try:
			roads.WRITES[name](user, record, mine)
		except Exception:
			frappe.clear_messages()
		return trial.wrote and traces(record) != before


def test_nobody_changes_another_facilitys_records(world):
	records = {doctype: record for doctype, record in world.records.items() if scope.is_scoped(doctype)}
	before = {doctype: traces(record) for doctype, record in records.items()}
	changed, unchanged_at_home = [], set(roads.WRITES)
	for name in roads.WRITES:
		for doctype, record in records.items():
			stranger, colleague = world.pair(doctype)
			if changes(name, stranger, record, world.a, before[doctype]):
				changed.append((name, doctype))
			if name in unchanged_at_home and changes(name, colleague, record, world.b, before[doctype]):
				unchanged_at_home.remove(name)
	assert not changed
	assert unchanged_at_home <= roads.SELDOM, "changed nothing at home either, so the test says nothing"

"""Two facilities, and one record of every DocType that belongs to a facility or speaks of its documents.

       가온 (A)                            나래 (B), to which every record here belongs
         broad@   all working roles           broad@   all working roles
         auditor@ Auditor                     auditor@ Auditor
         mixed@   all working roles           mixed@   Social Worker

The records are written from the installed metadata, below all controllers, so that a DocType which somebody adds
tomorrow, in code or in Desk, is on stage without a line here. Whatever of them is text holds a secret word; a road
that shows the word, or the name of the record, has reached it.
"""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

import factory
import frappe
from frappe import permissions
from frappe.model.base_document import BaseDocument
from frappe.model.naming import is_autoincremented
from frappe.utils import nowdate
from frappe.utils.global_search import sync_value

from huimang.facility import grants, scope
from huimang.facility.roles import AUDITOR, FACILITY_ROLES, LOCAL_OFFICER, SOCIAL_WORKER

WORKING_ROLES = [role for role in FACILITY_ROLES if role not in (AUDITOR, LOCAL_OFFICER)]
SCENE = "scene"
OPERATORS = "Operator Visit Note"
OPERATORS_ROWS = "Operator Visit Row"
TEXT = ("Data", "Small Text", "Text", "Long Text", "Text Editor", "Code")
# Whom a record of the framework is about; the framework shows it to that person only.
ADDRESSEE = {
	"ToDo": "allocated_to",
	"Notification Log": "for_user",
	"Document Follow": "user",
	"DocShare": "user",
}
# What a record cannot be shown without, where the first thing that comes to mind makes no sense.
FIXED = {
	"Communication": {"communication_medium": "Chat"},
	"Donation Receipt Line": {"donation_kind": "Money", "code": "10"},
	"Facility Asset": {"useful_life_years": 5},
	"Severance Settlement": {"steps": "[]", "average_daily": "1"},
	"File": {"is_private": 1, "is_folder": 0},
	"Webhook": {"enabled": 0},
}
# Shown to those whom the record's own rows permit, which a bare record lacks.
BY_OTHER_RULES = {"Workflow Action"}
PLACE = '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}}]}'


@dataclass
class Record:
	"""A record of facility B and what gives it away."""

	doctype: str
	name: str
	secret: str
	parent: "Record | None" = None
	text_field: str | None = None

	@property
	def tokens(self) -> list[str]:
		return [self.secret] if self.secret else [str(self.name)]


@dataclass
class World:
	"""The stage of the tests: who is on it and what there is to reach."""

	a: str
	b: str
	records: dict[str, Record] = field(default_factory=dict)

	def user(self, house: str, part: str) -> str:
		return f"{part}-{house}@isolation.test"

	def people(self) -> list[str]:
		return [
			*(self.user(house, part) for house in "ab" for part in ("broad", "auditor")),
			self.user("m", "mixed"),
		]

	def at_home(self, doctype: str) -> bool:
		"""Whether the permissions of the DocType let somebody of the facility read it."""
		if doctype in BY_OTHER_RULES:
			return False
		holder = self.records[doctype].parent
		rows = frappe.get_meta(holder.doctype if holder else doctype).permissions
		return any(row.read and row.role in {"All", "Desk User", *FACILITY_ROLES} for row in rows)

	def pair(self, doctype: str) -> tuple[str, str]:
		"""(somebody of A, somebody of B) with the same roles, who may read `doctype` at home if anybody may."""
		holder = self.records[doctype].parent
		readers = {
			row.role for row in frappe.get_meta(holder.doctype if holder else doctype).permissions if row.read
		}
		part = "auditor" if readers.isdisjoint(WORKING_ROLES) and AUDITOR in readers else "broad"
		return self.user("a", part), self.user("b", part)


def build() -> World:
	"""Write the whole stage in the running transaction."""
	world = World(factory.make_facility("가온노인복지관"), factory.make_facility("나래노인복지관"))
	for house, facility in (("a", world.a), ("b", world.b)):
		factory.make_user(world.user(house, "broad"), facility, WORKING_ROLES)
		factory.make_user(world.user(house, "auditor"), facility, [AUDITOR])
		frappe.db.set_value("User", world.user(house, "broad"), "document_follow_notify", 1)
	factory.make_user(world.user("m", "mixed"), world.a, WORKING_ROLES)
	factory.make_user(world.user("m", "mixed"), world.b, [SOCIAL_WORKER])
	maker = _Maker(world)
	for doctype in scope.scoped_doctypes():
		if not scope.parents_of(doctype):
			maker.record(doctype)
	maker.rows()
	maker.referring()
	world.records["User"] = maker.person()
	for record in world.records.values():
		_index(record)
	return world


@contextmanager
def stage() -> Iterator[World]:
	"""The stage, which stands for the tests of a module in one transaction, among what an operator has added."""
	add_operators_doctype()
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	try:
		with patch("frappe.permissions.get_perms_for", _remembered(permissions.get_perms_for)):
			yield build()
	finally:
		frappe.db.rollback()
		frappe.set_user("Administrator")
		clear_index()
		remove_operators_doctype()


@contextmanager
def scene(world: World) -> Iterator[None]:
	"""One test on the stage: what it did is taken back, in the database and in the caches."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	frappe.db.savepoint(SCENE)
	yield
	frappe.db.rollback(save_point=SCENE)
	frappe.set_user("Administrator")
	frappe.clear_messages()
	for person in world.people():
		frappe.clear_cache(user=person)
	for facility in (world.a, world.b):
		frappe.clear_document_cache("Facility", facility)
	grants.changed(users=world.people(), facilities=[world.a, world.b])


def _remembered(get_perms_for: Callable) -> Callable:
	"""The framework reads all rows of permissions for each chart that is asked for; on the stage they do not change."""
	known: dict[tuple, list] = {}

	def remembered(roles: list[str], perm_doctype: str = "DocPerm") -> list:
		key = (perm_doctype, *sorted(roles))
		if key not in known:
			known[key] = get_perms_for(roles, perm_doctype)
		return list(known[key])  # to which the framework adds

	return remembered


def clear_index() -> None:
	"""The word index of the framework's global search knows no transactions."""
	frappe.db.sql("delete from `__global_search` where name like 'zq%' or content like 'zq%'")
	frappe.db.commit()


def _index(record: Record) -> None:
	value = {"doctype": record.doctype, "name": record.name, "content": record.secret or record.name}
	sync_value({**value, "title": record.secret, "published": 0, "route": ""})


def add_operators_doctype() -> None:
	"""What an operator makes in Desk: a DocType of its own with a Link to Facility and a table, open to everybody."""
	row = {
		"doctype": "DocType",
		"name": OPERATORS_ROWS,
		"module": "Custom",
		"custom": 1,
		"istable": 1,
		"fields": [{"fieldname": "remark", "fieldtype": "Data", "label": "Remark"}],
	}
	note = {
		"doctype": "DocType",
		"name": OPERATORS,
		"module": "Custom",
		"custom": 1,
		"track_changes": 1,
		"fields": [
			{"fieldname": "house", "fieldtype": "Link", "label": "House", "options": "Facility"},
			{
				"fieldname": "title",
				"fieldtype": "Data",
				"label": "Title",
				"in_list_view": 1,
				"in_global_search": 1,
			},
			{"fieldname": "visited_on", "fieldtype": "Date", "label": "Visited On"},
			{
				"fieldname": "fund_source",
				"fieldtype": "Link",
				"label": "Fund Source",
				"options": "Fund Source",
			},
			{"fieldname": "about_doctype", "fieldtype": "Link", "label": "About", "options": "DocType"},
			{
				"fieldname": "about",
				"fieldtype": "Dynamic Link",
				"label": "Record",
				"options": "about_doctype",
			},
			{"fieldname": "location", "fieldtype": "Geolocation", "label": "Location"},
			{"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": OPERATORS_ROWS},
		],
		"title_field": "title",
		"permissions": [
			{
				"role": "All",
				"read": 1,
				"write": 1,
				"create": 1,
				"export": 1,
				"report": 1,
				"print": 1,
				"share": 1,
			}
		],
	}
	for doctype in (row, note):
		if not frappe.db.exists("DocType", doctype["name"]):
			frappe.get_doc(doctype).insert()
	frappe.db.commit()


def remove_operators_doctype() -> None:
	"""Leave the site as it was."""
	for doctype in (OPERATORS, OPERATORS_ROWS):
		frappe.delete_doc("DocType", doctype, force=True)
		frappe.db.sql_ddl(f"drop table if exists `tab{doctype}`")
	scope.forget()  # no event tells that a DocType was deleted; the framework itself lets its table stand
	frappe.db.commit()


class _Maker:
	"""Writes records of B straight into the tables, each once."""

	def __init__(self, world: World):
		self.world = world

	def record(self, doctype: str) -> Record:
		if doctype not in self.world.records:
			self.world.records[doctype] = self._existing(doctype) or self._write(doctype)
		return self.world.records[doctype]

	def rows(self) -> None:
		"""A row of every child table, in the record of its parent."""
		for doctype in scope.scoped_doctypes():
			for parent in scope.parents_of(doctype):
				if parent in self.world.records and doctype not in self.world.records:
					holder = self.world.records[parent]
					tables = frappe.get_meta(parent).get_table_fields()
					place = next(table.fieldname for table in tables if table.options == doctype)
					values = {"parent": holder.name, "parenttype": parent, "parentfield": place, "idx": 1}
					self.world.records[doctype] = self._write(doctype, values, holder)

	def referring(self) -> None:
		"""A record of every DocType that speaks of documents, speaking of B's membership; and what goes by its owner."""
		target = self.world.records["Facility Membership"]
		for doctype in ("Prepared Report", "Tag"):
			self.world.records[doctype] = self._write(doctype)
		for doctype in scope.referring_doctypes():
			meta = frappe.get_meta(doctype)
			if meta.issingle or meta.is_virtual:
				continue
			values = {}
			for kind, name in scope.reference_pairs(doctype):
				values |= {kind: target.doctype, name: target.name}
			if doctype == "Tag Link":
				values["tag"] = self.world.records["Tag"].name
			if addressee := ADDRESSEE.get(doctype):
				values[addressee] = self.world.user("b", "broad")
			self.world.records[doctype] = self._write(doctype, values)

	def person(self) -> Record:
		"""A person of B is known to B's people."""
		return self._marked("User", self.world.user("b", "auditor"), "full_name")

	def _existing(self, doctype: str) -> Record | None:
		"""What making the facility has made already; its secret is its name."""
		if doctype == "Facility":
			return self._marked(doctype, self.world.b, "facility_name")
		if doctype == "Corporation":
			name = frappe.db.get_value("Facility", self.world.b, "corporation")
			return self._marked(doctype, name, "corporation_name")
		if doctype == "Facility Membership":
			name = f"{self.world.b}-{self.world.user('b', 'broad')}"
			return self._marked(doctype, name, "position_title")
		return None

	def _marked(self, doctype: str, name: str, fieldname: str) -> Record:
		secret = _secret(doctype)
		frappe.db.set_value(doctype, name, fieldname, secret)
		return Record(doctype, name, secret, text_field=fieldname)

	def _write(self, doctype: str, values: dict | None = None, holder: Record | None = None) -> Record:
		meta, secret = frappe.get_meta(doctype), _secret(doctype)
		given = {**FIXED.get(doctype, {}), **(values or {})}
		doc = frappe.get_doc({"doctype": doctype, **given})
		doc.name = zlib.crc32(doctype.encode()) if is_autoincremented(doctype, meta) else f"{secret}n"
		doc.owner = doc.modified_by = self.world.user("b", "broad")
		told = None
		for df in meta.fields:
			if df.fieldname not in given:
				doc.set(df.fieldname, self._value(df, secret))
			if df.fieldtype in TEXT and doc.get(df.fieldname) == secret and not df.get("is_virtual"):
				told = told or df.fieldname
		doc.creation = doc.modified = frappe.utils.now()
		doc.docstatus = 0
		doc.flags.ignore_links = True
		BaseDocument.db_insert(doc)
		return Record(doctype, doc.name, secret if told else "", holder, told)

	def _value(self, df, secret: str):
		if df.fieldtype in TEXT and not df.options and (not df.length or df.length >= len(secret)):
			return secret
		if df.fieldtype == "Link":
			return self._link(df)
		match df.fieldtype:
			case "Date":
				return nowdate()
			case "Datetime":
				return frappe.utils.now()
			case "Int" | "Currency":
				return 1
			case "Check":
				return int(df.default or 0)
			case "Select":
				return df.default or (df.options.strip("\n").split("\n")[0] if df.reqd else None)
			case "Geolocation":
				return PLACE
		return None

	def _link(self, df) -> str | None:
		if df.options == "Facility":
			return self.world.b
		if df.options == "User":
			return self.world.user("b", "broad")
		if scope.facility_field(df.options) and df.reqd:
			return self.record(df.options).name
		return None


def _secret(doctype: str) -> str:
	"""A word that occurs nowhere else, short enough for narrow columns and long enough for the word index."""
	return f"zq{zlib.crc32(doctype.encode()):08x}x"

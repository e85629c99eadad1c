"""Which DocTypes belong to a facility, told from the installed metadata alone.

A DocType bears a facility when it has a Link field to Facility; the field `facility` counts first, then the first such
field. A child table belongs to the facility of the document that holds it, whatever fields it has. So a DocType that an
operator adds in Desk is recognised as ours are, by giving it that one field.

Some DocTypes (File, ToDo, Notification Log …) refer to records of any DocType by a pair of fields; what they say about
a facility's document goes as far as that document does. These are told from the metadata as well.
"""

from collections.abc import Collection, Iterable

import frappe

FACILITY = "Facility"
CORPORATION = "Corporation"
EMPLOYEE = "Facility Employee"
MASTER_FIELDS = {FACILITY: "name"}

# Pairs of which the second field is no Dynamic Link, so that the metadata does not tell.
PLAIN_PAIRS = {
	"Deleted Document": ("deleted_doctype", "deleted_name"),
	"Email Queue": ("reference_doctype", "reference_name"),
	"Energy Point Log": ("reference_doctype", "reference_name"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Milestone": ("reference_type", "reference_name"),
	"Notification Log": ("document_type", "document_name"),
	"Version": ("ref_doctype", "docname"),
}

PERSONAL = ("Prepared Report", "Tag", "User")
"""Records of the framework that go by whose they are (`owned`, `people`)."""

_CACHE = "huimang_installed_scopes"
_TABLES = ("Table", "Table MultiSelect")


def facility_field(doctype: str) -> str | None:
	"""The column of `doctype` that names its facility: "name" for Facility itself, None where there is none."""
	return installed()["fields"].get(doctype)


def person_field(doctype: str) -> str | None:
	"""The column that names the employee whom a record of `doctype` is about: None for what is about nobody in particular.

	A record is about somebody by a Link field `employee` to Facility Employee; of such DocTypes, Facility Staff reach
	their own records alone (`own`).
	"""
	return installed()["persons"].get(doctype)


def parents_of(doctype: str) -> dict[str, bool]:
	"""The DocTypes that keep rows of the child table `doctype`, each with whether it bears a facility."""
	fields = installed()["fields"]
	return {p: p in fields or p == CORPORATION for p in installed()["parents"].get(doctype, ())}


def is_scoped(doctype: str) -> bool:
	"""Whether records of `doctype` are any facility's own, directly or through their parent."""
	return doctype == CORPORATION or doctype in installed()["fields"] or any(parents_of(doctype).values())


def reference_pairs(doctype: str) -> list[list[str]]:
	"""The [field of the DocType, field of the name] by which records of `doctype` refer to records of any DocType."""
	return installed()["references"].get(doctype, [])


def told_of(doctype: str) -> list[list[str]]:
	"""The pairs of fields by which a facility's record tells of a document of any kind, such as one about a person."""
	return reference_pairs(doctype) if facility_field(doctype) else []


def referring_doctypes() -> list[str]:
	"""The DocTypes of which `reference_pairs` knows a pair, and which bear no facility themselves."""
	scoped = scoped_doctypes()
	return sorted(doctype for doctype in installed()["references"] if doctype not in scoped)


def is_guarded(doctype: str) -> bool:
	"""Whether records of `doctype` are a facility's or a person's own, or may speak of a facility's documents."""
	return doctype in PERSONAL or doctype in installed()["references"] or is_scoped(doctype)


def scoped_doctypes() -> list[str]:
	"""All installed DocTypes for which `is_scoped` holds, child tables included."""
	scopes = installed()
	holders = {CORPORATION, *scopes["fields"]}
	return sorted(
		holders | {child for child, names in scopes["parents"].items() if holders.intersection(names)}
	)


def installed() -> dict[str, dict]:
	"""What this site has, cached until a DocType changes.

	Returns:
		"fields" {DocType: its facility field}, "persons" {DocType: its field of the employee}, "parents" {child DocType:
		[parent DocTypes]} and "references" {DocType: [[field of a DocType, field of a name]]}.
	"""
	# a list asks a thousand times: what the framework keeps in memory is looked up here without its way to the key
	kept = frappe.local.cache.get(_CACHE)
	if kept is None:
		kept = frappe.local.cache[_CACHE] = frappe.cache.get_value(_CACHE, _read_installed)
	return kept


def forget(*_args, **_kwargs) -> None:
	"""Read the metadata anew at the next question, and let the framework collect the hooks anew with it.

	Hook: a DocType or a custom field was saved, or the caches of the site are cleared.
	"""

	def drop() -> None:
		frappe.local.cache.pop(_CACHE, None)
		frappe.cache.delete_value([_CACHE, "app_hooks"])

	drop()
	if getattr(frappe.local, "db", None):
		# another process may have read the old state until this transaction ends, one way or the other
		frappe.db.after_commit.add(drop)
		frappe.db.after_rollback.add(drop)


def _read_installed() -> dict[str, dict]:
	rows = []
	for source, parent in (("DocField", "parent"), ("Custom Field", "dt")):
		field = frappe.qb.DocType(source)
		query = (
			frappe.qb.from_(field)
			.select(field[parent], field.fieldname, field.fieldtype, field.options)
			.where(
				field.fieldtype.isin((*_TABLES, "Dynamic Link")) | field.options.isin((FACILITY, EMPLOYEE))
			)
			.where(field.is_virtual == 0)
			.orderby(field[parent], field.idx)
		)
		rows += query.run()
	kind = frappe.qb.DocType("DocType")
	dependent = (kind.istable == 1) | (kind.issingle == 1) | (kind.is_virtual == 1)
	dependent = set(frappe.qb.from_(kind).select(kind.name).where(dependent).run(pluck=True))
	fields, parents = _scopes(rows, dependent)
	references = {name: [list(pair)] for name, pair in PLAIN_PAIRS.items() if frappe.db.table_exists(name)}
	for name, fieldname, fieldtype, options in rows:
		if fieldtype == "Dynamic Link" and name not in dependent:
			references.setdefault(name, []).append([options, fieldname])
	persons = {
		name: fieldname
		for name, fieldname, fieldtype, options in rows
		if options == EMPLOYEE and fieldname == "employee" and fieldtype == "Link" and name in fields
	}
	persons |= {EMPLOYEE: "name"} if EMPLOYEE in fields else {}
	return {"fields": fields, "persons": persons, "parents": parents, "references": references}


def _scopes(rows: Iterable[tuple[str, str, str, str]], dependent: Collection[str]) -> tuple[dict, dict]:
	"""Tell the fields that name a facility and the parents of child tables.

	Args:
		rows: (DocType, fieldname, fieldtype, options), each DocType's fields in the order of its form.
		dependent: the DocTypes that have no records of their own: child tables, settings, virtual ones.
	"""
	fields, parents = dict(MASTER_FIELDS), {}
	for doctype, fieldname, fieldtype, options in rows:
		if fieldtype in _TABLES:
			parents.setdefault(options, set()).add(doctype)
		elif (
			options == FACILITY
			and fieldtype == "Link"
			and doctype not in MASTER_FIELDS
			and doctype not in dependent
		):
			if fieldname == "facility" or doctype not in fields:
				fields[doctype] = fieldname
	return fields, {child: sorted(names) for child, names in parents.items()}

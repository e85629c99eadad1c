"""The framework's functions that hand out records without asking for permission, asked again here.

Each takes the place of the function named in its docstring (`override_whitelisted_methods`), calls it, and gives out
what the user may see. What such a function does with a single named document is looked at by `guard` already.
"""

import frappe
from frappe import _
from frappe.core.doctype.prepared_report import prepared_report
from frappe.core.doctype.user_permission import user_permission
from frappe.desk import listview, search
from frappe.desk.doctype.global_search_settings.global_search_settings import get_doctypes_for_global_search
from frappe.desk.doctype.tag import tag as tags
from frappe.desk.form import linked_with, load
from frappe.geo import utils as geo
from frappe.model.db_query import DatabaseQuery
from frappe.query_builder.functions import Match
from frappe.social.doctype.energy_point_log import energy_point_log as points
from frappe.utils import cint
from frappe.www import printview

from huimang.errors import FacilityAccessError
from huimang.facility import files, integrity, owned, people, scope
from huimang.gate import uploads
from huimang.practice import marks

SEARCH_RESULTS = 20


@frappe.whitelist()
def get_count(**kwargs) -> int:
	"""frappe.client.get_count: counts of every facility's records, with any filter, told their contents."""
	rows = frappe.get_list(
		kwargs["doctype"],
		filters=frappe.parse_json(kwargs.get("filters")) or None,
		fields=["count(*) as total"],
		order_by=None,
	)
	return rows[0].total if rows else 0


@frappe.whitelist()
def search_link(**kwargs) -> None:
	"""frappe.desk.search.search_link: the client may ask it to ignore permissions."""
	return frappe.call(search.search_link, **_with_permissions(kwargs))


@frappe.whitelist()
def search_widget(**kwargs) -> None:
	"""frappe.desk.search.search_widget: the client may ask it to ignore permissions."""
	return frappe.call(search.search_widget, **_with_permissions(kwargs))


@frappe.whitelist()
def get_names_for_mentions(search_term: str) -> list[dict]:
	"""frappe.desk.search.get_names_for_mentions: gave the names of all facilities' people."""
	found = search.get_names_for_mentions(search_term)
	colleagues = set(people.visible([row["id"] for row in found if not row.get("is_group")]))
	return [row for row in found if row.get("is_group") or row["id"] in colleagues]


@frappe.whitelist()
def get_user_energy_and_review_points(user: str) -> dict:
	"""frappe.social.doctype.energy_point_log.energy_point_log.get_user_energy_and_review_points: gave everybody's, named."""
	return points.get_user_energy_and_review_points(user) if people.visible([user]) else {}


@frappe.whitelist()
def get_user_info_for_viewers(users: str) -> dict:
	"""frappe.desk.form.load.get_user_info_for_viewers: gave anybody's name and picture."""
	return load.get_user_info_for_viewers(frappe.as_json(people.visible(frappe.parse_json(users))))


@frappe.whitelist()
def search_everything(
	text: str, start: int = 0, limit: int = SEARCH_RESULTS, doctype: str = ""
) -> list[dict]:
	"""frappe.utils.global_search.search: gave the contents of documents without asking who may read them."""
	results = []
	for allowed in get_doctypes_for_global_search():
		if (doctype and allowed != doctype) or not frappe.has_permission(allowed, "read"):
			continue
		for word in filter(None, {part.strip() for part in text.split("&")}):
			results += _search_one(allowed, word, cint(start), cint(limit))
	return results


@frappe.whitelist()
def get_linked_documents(doctype: str, docname: str) -> dict[str, list]:
	"""frappe.desk.form.linked_with.get: listed what links to a shared record, such as a facility type, in every facility."""
	found = linked_with.get(doctype, docname)
	return {kind: kept for kind, rows in found.items() if (kept := _readable_rows(kind, rows))}


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: str, field: str) -> list[dict]:
	"""frappe.desk.listview.get_group_by_count: counted assignments in every facility."""
	if field != "assigned_to" or not scope.is_guarded(doctype):
		return listview.get_group_by_count(doctype, current_filters, field)
	names = frappe.get_list(doctype, filters=frappe.parse_json(current_filters), pluck="name", limit=0)
	todo = {"reference_type": doctype, "reference_name": ("in", names), "status": ("!=", "Cancelled")}
	return frappe.get_all(
		"ToDo",
		todo,
		["allocated_to as name", "count(*) as count"],
		group_by="allocated_to",
		order_by="count desc",
		limit=50,
	)


@frappe.whitelist()
def get_data_for_custom_field(doctype: str, field: str) -> dict:
	"""frappe.desk.query_report.get_data_for_custom_field: gave one column of every facility's records."""
	return dict(frappe.get_list(doctype, fields=["name", field], as_list=True, limit=0))


@frappe.whitelist()
def get_html_and_style(doc: str, name: str | None = None, **options) -> dict:
	"""frappe.www.printview.get_html_and_style: printed the titles of whatever the document it was sent links to."""
	_check_sent(doc, name)
	shown = frappe.call(printview.get_html_and_style, doc=doc, name=name, **options)
	if marks.applies(shown.get("html") or ""):
		shown["style"] = f"{shown.get('style') or ''}\n{marks.SCREEN_STYLE}"
	return shown


@frappe.whitelist()
def get_rendered_raw_commands(doc: str, name: str | None = None, **options) -> dict:
	"""frappe.www.printview.get_rendered_raw_commands: as above."""
	_check_sent(doc, name)
	return frappe.call(printview.get_rendered_raw_commands, doc=doc, name=name, **options)


@frappe.whitelist()
def get_tagged_docs(doctype: str, tag: str) -> list[tuple]:
	"""frappe.desk.doctype.tag.tag.get_tagged_docs: named the tagged documents of every facility."""
	if not scope.is_guarded(doctype):
		return tags.get_tagged_docs(doctype, tag)
	return frappe.get_list(doctype, filters={"_user_tags": ("like", tag)}, as_list=True)


@frappe.whitelist()
def get_coords(doctype: str, filters: str, type: str) -> dict:
	"""frappe.geo.utils.get_coords: the map view showed the places of every facility's records."""
	if not scope.is_guarded(doctype):
		return geo.get_coords(doctype, filters, type)
	columns = {"location_field": ["location"], "coordinates": ["latitude", "longitude"]}[type]
	rows = frappe.get_list(doctype, filters=frappe.parse_json(filters), fields=["name", *columns], limit=0)
	return geo.convert_to_geojson(type, rows)


@frappe.whitelist(methods=["POST", "DELETE"])
def delete_prepared_reports(reports: str) -> None:
	"""frappe.core.doctype.prepared_report.prepared_report.delete_prepared_reports: deleted anybody's."""
	for report in frappe.parse_json(reports):
		if owned.is_out_of_reach(frappe.session.user, "Prepared Report", report["name"]):
			frappe.throw(_("You do not have access to this document."), FacilityAccessError)
	prepared_report.delete_prepared_reports(reports)


@frappe.whitelist()
def get_user_permissions(user: str | None = None) -> dict:
	"""frappe.core.doctype.user_permission.user_permission.get_user_permissions: told anybody's facilities."""
	return user_permission.get_user_permissions(frappe.session.user)


@frappe.whitelist()
def zip_files(files: str) -> None:
	"""frappe.core.api.file.zip_files: packed any file that one could name."""
	names = frappe.parse_json(files)
	for name in names:
		_check_file(name)
	frappe.call("frappe.core.api.file.zip_files", files=frappe.as_json(names))


@frappe.whitelist(methods=["POST"])
def unzip_file(name: str) -> list:
	"""frappe.core.api.file.unzip_file: unpacked anybody's archive into one's own files."""
	_check_file(name)
	uploads.check_archive(frappe.get_doc("File", name).get_full_path())
	return frappe.call("frappe.core.api.file.unzip_file", name=name)


@frappe.whitelist(allow_guest=True)
def can_subscribe_doctype(doctype: str) -> bool:
	"""frappe.realtime.can_subscribe_doctype: who listens to a DocType hears the names of every facility's documents."""
	if scope.is_guarded(doctype) and frappe.session.user != "Administrator":
		raise frappe.PermissionError
	return frappe.call("frappe.realtime.can_subscribe_doctype", doctype=doctype)


def _with_permissions(kwargs: dict) -> dict:
	kwargs.pop("cmd", None)
	return {**kwargs, "ignore_user_permissions": 0}


def _search_one(doctype: str, word: str, start: int, limit: int) -> list[dict]:
	"""The indexed documents of one DocType that hold the word and that the user may read, best first."""
	index = frappe.qb.Table("__global_search")
	readable = DatabaseQuery(doctype).build_match_conditions()
	rank = Match(index.content).Against(word)
	query = (
		frappe.qb.from_(index)
		.select(index.doctype, index.name, index.content, rank.as_("rank"))
		.where((index.doctype == doctype) & (rank > 0))
		.orderby(rank, order=frappe.qb.desc)
		.limit(limit)
		.offset(start)
	)
	if readable:
		table = frappe.qb.DocType(doctype)
		names = frappe.qb.from_(table).select(table.name).where(frappe.qb.terms.PseudoColumn(readable))
		query = query.where(index.name.isin(names))
	return _with_pictures(doctype, query.run(as_dict=True))


def _with_pictures(doctype: str, rows: list[dict]) -> list[dict]:
	if image := frappe.get_meta(doctype).image_field:
		for row in rows:
			row.image = frappe.db.get_value(doctype, row.name, image)
	return rows


def _readable_rows(doctype: str, rows: list[dict]) -> list[dict]:
	"""Those of the rows, which name documents of `doctype`, that the user may read."""
	if not frappe.has_permission(doctype, "read"):
		return []
	names = [row["name"] for row in rows]
	readable = set(frappe.get_list(doctype, filters={"name": ("in", names)}, pluck="name", limit=0))
	return [row for row in rows if row["name"] in readable]


def _check_sent(doc: str, name: str | None) -> None:
	if name is None:
		integrity.check_links(frappe.get_doc(frappe.parse_json(doc)))


def _check_file(name: str) -> None:
	if not files.is_readable(name):
		frappe.throw(_("You do not have access to this file. Please upload it again."), FacilityAccessError)

"""The roads by which a user of the framework gets at a record, or changes one.

A road is a function of the framework and what it is called with; the words for the latter are in `WORDS`. Most answer
with text, in which the record's secret or its name is looked for; those that count answer with a number. `home` says
whether a colleague of the record's own facility must get there by that road: without it, a road that leads nowhere
at all would pass for closed.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from unittest.mock import patch

import frappe
from isolation_request import call, fetch, send, text_of
from isolation_world import OPERATORS, Record

from huimang.facility import scope
from huimang.facility.roles import FACILITY_ROLES

Test = Callable[[Record], bool]


@dataclass(frozen=True)
class Road:
	"""One way to a record.

	Attributes:
		go: (user, record) -> the answer; raises where there is no passing.
		home: (record) -> whether the record's own people get there.
		tells: (answer, record) -> whether the answer gives the record away.
		on: (record) -> whether there is such a road to it at all.
		blind: the answer is the same whichever record is looked for.
	"""

	name: str
	go: Callable
	home: Test
	tells: Callable
	on: Test
	blind: bool


# ---- which records a road leads to at home


def always(record: Record) -> bool:
	return True


def never(record: Record) -> bool:
	return False


def document(record: Record) -> bool:
	return record.parent is None


def facilitys(record: Record) -> bool:
	return record.parent is None and scope.is_scoped(record.doctype)


def operators(record: Record) -> bool:
	return record.doctype == OPERATORS


def stored(record: Record) -> bool:
	"""The framework cannot list all fields of a DocType of which some are virtual."""
	return document(record) and not any(df.get("is_virtual") for df in frappe.get_meta(record.doctype).fields)


def named(record: Record) -> bool:
	"""Link fields find what has a name, not what has a number."""
	return document(record) and isinstance(record.name, str)


REPORTS_ON_OTHERS = {"Insurance Report"}
"""Their paper says what follows from other records, and nothing of what the record itself holds."""


def printable(record: Record) -> bool:
	return _may(record, "print") and record.doctype not in REPORTS_ON_OTHERS


def printed_by_us(record: Record) -> bool:
	"""Several documents in one PDF are ours to join where the DocType is ours."""
	return printable(record) and not operators(record)


def exportable(record: Record) -> bool:
	return _may(record, "export")


def exportable_whole(record: Record) -> bool:
	return stored(record) and exportable(record)


def _may(record: Record, right: str) -> bool:
	rows = frappe.get_meta(record.doctype).permissions
	people = {"All", *FACILITY_ROLES}
	return facilitys(record) and any(row.get(right) and row.role in people for row in rows)


# ---- what gives a record away


def text(answer, record: Record) -> bool:
	said = text_of(answer)
	return any(token in said for token in record.tokens)


def number(answer, record: Record) -> bool:
	return bool(frappe.local.response.get("message"))


def yes(answer, record: Record) -> bool:
	"""An answer at all."""
	return record.parent is None


def permission(answer, record: Record) -> bool:
	message = frappe.local.response.message
	return bool(message.get("has_permission") or message.get("permissions", {}).get("read"))


def timeline(answer, record: Record) -> bool:
	return bool(frappe.local.response.get("docinfo"))


# ---- what a road is called with


def _told(record: Record) -> str:
	return record.text_field or "name"


def _chart(record: Record) -> str:
	"""A chart that an operator has put on everybody's dashboard."""
	chart = {
		"doctype": "Dashboard Chart",
		"chart_name": f"chart {record.doctype}",
		"chart_type": "Group By",
		"document_type": record.doctype,
		"group_by_based_on": _told(record),
		"group_by_type": "Count",
		"filters_json": "[]",
		"is_public": 1,
	}
	return frappe.get_doc(chart).insert(ignore_permissions=True).name


WORDS: dict[str, Callable[[Record], object]] = {
	"doctype": lambda r: r.doctype,
	"dt": lambda r: r.doctype,
	"docs": lambda r: [r.name],
	"docname": lambda r: r.name,
	"docnames": lambda r: [r.name],
	"doc_name": lambda r: r.name,
	"dn": lambda r: r.name,
	"name": lambda r: r.name,
	"names": lambda r: [r.name],
	"items": lambda r: [r.name],
	"value": lambda r: r.name,
	"old_name": lambda r: r.name,
	"selected_items": lambda r: [r.name],
	"reference_doctype": lambda r: r.doctype,
	"reference_name": lambda r: r.name,
	"reminder_doctype": lambda r: r.doctype,
	"reminder_docname": lambda r: r.name,
	"parent": lambda r: r.parent and r.parent.doctype,
	"parent_doctype": lambda r: r.parent and r.parent.doctype,
	"fields": lambda r: ["name", _told(r)],
	"fieldname": lambda r: ["name", _told(r)],
	"filter_fields": lambda r: [_told(r)],
	"export_fields": lambda r: {r.doctype: ["name", _told(r)]},
	"field": _told,
	"stats": lambda r: [_told(r)],
	"field_map": lambda r: {"start": "creation", "end": "modified", "title": _told(r)},
	"filters": lambda r: [[r.doctype, "name", "=", r.name]],
	"filter": lambda r: {"name": r.name},
	"txt": lambda r: r.name,
	"text": lambda r: r.secret or r.name,
	"tag": lambda r: f"#{r.secret}",
	"chart_name": _chart,
	"card": lambda r: {"document_type": r.doctype, "function": "Count"},
	"kind": lambda r: r.doctype,
	"only": lambda r: [r.name],
	"pointer": lambda r: {"doctype": r.doctype, "name": r.name},
}
# Words that the framework calls by another name.
ALIASES = {"filter": "filters", "card": "doc", "kind": "doc", "pointer": "doc", "only": "name"}


def _arguments(record: Record, wanted: str, fixed: dict) -> dict:
	given = {ALIASES.get(word, word): WORDS[word](record) for word in wanted.split()}
	return {key: value for key, value in (given | fixed).items() if value is not None}


def road(
	name: str,
	method: str,
	wanted: str = "",
	home: Test = document,
	tells: Callable = text,
	on: Test = always,
	blind: bool = False,
	**fixed,
) -> Road:
	"""A road by `/api/method/METHOD`, called with the wanted words and with fixed arguments besides."""
	return Road(name, lambda u, r: call(u, method, **_arguments(r, wanted, fixed)), home, tells, on, blind)


def page(name: str, path: str, wanted: str, home: Test, on: Test = always, **fixed) -> Road:
	"""A road by GET."""
	return Road(
		name,
		lambda u, r: fetch(u, path.format(r=r), **_arguments(r, wanted, fixed)),
		home,
		text,
		on,
		False,
	)


def _search_everything(user: str, record: Record):
	"""The global search, to which the operator has added the DocType."""
	with patch("huimang.facility.roads.get_doctypes_for_global_search", lambda: [record.doctype]):
		return call(user, "frappe.utils.global_search.search", text=record.secret or str(record.name))


LISTVIEW = "frappe.desk.listview."
TAGS = "frappe.desk.doctype.tag.tag."
REPORTVIEW = "frappe.desk.reportview."
LISTS = [
	road("list", REPORTVIEW + "get", "doctype fields filters parent_doctype"),
	road("list, uncompressed", REPORTVIEW + "get_list", "doctype fields filters parent_doctype"),
	road("client.get_list", "frappe.client.get_list", "doctype fields filters parent", always),
	page("REST list", "/api/resource/{r.doctype}", "fields filters parent", always),
	road("list, whole", REPORTVIEW + "get", "doctype parent_doctype", stored, fields=["*"]),
	road("list, count", REPORTVIEW + "get_count", "doctype fields filters parent_doctype", tells=number),
	road("list, group by", LISTVIEW + "get_group_by_count", "doctype field", current_filters=[]),
	road(
		"list, assignees",
		LISTVIEW + "get_group_by_count",
		"doctype",
		never,
		current_filters=[],
		field="assigned_to",
	),
	road("list, tags", REPORTVIEW + "get_sidebar_stats", "doctype stats", filters=[]),
	road("everything", "frappe.client.get_list", "doctype parent", stored, fields=["*"], limit_page_length=0),
	road("client.get_count", "frappe.client.get_count", "doctype filter", tells=number),
	road(
		"calendar",
		"frappe.desk.calendar.get_events",
		"doctype field_map",
		start="2000-01-01",
		end="2100-01-01",
	),
	road("tree", "frappe.desk.treeview.get_children", "doctype", never, parent=""),
	road("map", "frappe.geo.utils.get_coords", "doctype", operators, filters=[], type="location_field"),
	road("web list", "frappe.www.list.get", "doctype", never),
	road("tagged", TAGS + "get_tagged_docs", "doctype", never, tag="%"),
]

LOAD = "frappe.desk.form.load."
LINKED = "frappe.desk.form.linked_with."
FORMS = [
	road("form", LOAD + "getdoc", "doctype name"),
	road("client.get", "frappe.client.get", "doctype name parent", always),
	page("REST document", "/api/resource/{r.doctype}/{r.name}", "", always),
	road("form, timeline", LOAD + "get_docinfo", "doctype name", tells=timeline),
	road("form, mails", LOAD + "get_communications", "doctype name", never),
	road(
		"form, next", "frappe.desk.form.utils.get_next", "doctype value", never, prev=0, sort_field="creation"
	),
	road("form, shares", "frappe.share.get_users", "doctype name", never),
	road("form, followers", "frappe.desk.form.document_follow.get_follow_users", "doctype doc_name", never),
	road(
		"form, reviews",
		"frappe.social.doctype.energy_point_log.energy_point_log.get_reviews",
		"doctype docname",
		never,
	),
	road("form, links", LINKED + "get", "doctype docname", never),
	road("form, submitted links", LINKED + "get_submitted_linked_docs", "doctype name", never),
	road(
		"person's links",
		LINKED + "get",
		"",
		never,
		blind=True,
		doctype="User",
		docname="broad-b@isolation.test",
	),
	road("client.get by filter", "frappe.client.get", "doctype filter parent", always),
	road("client.get_value", "frappe.client.get_value", "doctype fieldname filter parent", always),
	road("client.validate_link", "frappe.client.validate_link", "doctype docname fields"),
	road("client.has_permission", "frappe.client.has_permission", "doctype docname", always, permission),
	road(
		"client.get_doc_permissions", "frappe.client.get_doc_permissions", "doctype docname", tells=permission
	),
	road("live updates", "frappe.realtime.can_subscribe_doc", "doctype docname", always, lambda *_: True),
	road("live updates of all", "frappe.realtime.can_subscribe_doctype", "doctype", never, yes),
]

SEARCH = "frappe.desk.search."
SEARCHES = [
	road("link", SEARCH + "search_link", "doctype txt", named),
	road("link, as if permitted", SEARCH + "search_link", "doctype txt", named, ignore_user_permissions=1),
	road("search", SEARCH + "search_widget", "doctype txt filter_fields", ignore_user_permissions=1),
	road("title of a link", SEARCH + "get_link_title", "doctype docname", never),
	Road("global search", _search_everything, document, text, always, False),
	road("search of the web site", "frappe.utils.global_search.web_search", "text", never),
	road("awesome bar, tag", TAGS + "get_documents_for_tag", "tag", never),
	road("awesome bar, tags", TAGS + "get_tags_list_for_awesomebar", "", never, blind=True),
	road("mentions", SEARCH + "get_names_for_mentions", "", never, blind=True, search_term=""),
]

PDF = "/api/method/frappe.utils.print_format."
PAPER = [
	page("print view", "/printview", "doctype name", printable, facilitys),
	road("print preview", "frappe.www.printview.get_html_and_style", "kind name", printable, on=facilitys),
	page("PDF", PDF + "download_pdf", "doctype name", printable, facilitys, format="Standard"),
	page(
		"PDF of several",
		PDF + "download_multi_pdf",
		"doctype only",
		printed_by_us,
		facilitys,
		format="Standard",
	),
	road(
		"export",
		REPORTVIEW + "export_query",
		"doctype fields filters",
		exportable,
		on=facilitys,
		file_format_type="CSV",
		purpose="시험",
	),
	road(
		"export of the selected",
		REPORTVIEW + "export_query",
		"doctype fields selected_items",
		exportable,
		on=facilitys,
		file_format_type="CSV",
		purpose="시험",
	),
	road(
		"data export",
		"frappe.core.doctype.data_export.exporter.export_data",
		"doctype",
		exportable_whole,
		on=facilitys,
		with_data=1,
		purpose="시험",
	),
	road(
		"template for import",
		"frappe.core.doctype.data_import.data_import.download_template",
		"doctype export_fields",
		exportable,
		on=facilitys,
		export_records="all",
		purpose="시험",
	),
	road("column of a report", "frappe.desk.query_report.get_data_for_custom_field", "doctype field"),
]

DESK = "frappe.desk.doctype."
BOARDS = [
	road("number card", DESK + "number_card.number_card.get_result", "card filters", tells=number),
	road("chart", DESK + "dashboard_chart.dashboard_chart.get", "chart_name", on=facilitys),
	road("counts", "frappe.desk.notifications.get_notifications", "", never, blind=True),
	road(
		"notifications",
		DESK + "notification_log.notification_log.get_notification_logs",
		"",
		never,
		blind=True,
	),
	road("workflow", "frappe.model.workflow.get_transitions", "pointer", never),
]


# ---- ways of changing a record: (user, record, a facility or document of the user's own)


def _sent(record: Record, **values) -> dict:
	"""The record as a client sends it, with what the client makes of it."""
	return {**json.loads(frappe.as_json(frappe.get_doc(record.doctype, record.name))), **values}


def _changed(record: Record) -> dict:
	return {record.text_field: "changed"} if record.text_field else {"idx": 7}


def _moved(record: Record, mine: str) -> dict:
	"""A client's claim that the record is in its own house."""
	if record.parent:
		return {"parent": mine}
	field = scope.facility_field(record.doctype)
	return {field: mine} if field and field != "name" else {}


def _row(record: Record) -> dict:
	row = {"doctype": "Facility Membership Role", "role": "Accountant"}
	return {**row, "parenttype": record.doctype, "parent": record.name, "parentfield": "roles"}


def write(method: str, wanted: str = "", **fixed) -> Callable:
	"""A way by `/api/method/METHOD`; fixed arguments that are functions of (user, record, mine) are asked."""

	def go(user: str, record: Record, mine: str):
		asked = {key: value(user, record, mine) if callable(value) else value for key, value in fixed.items()}
		return call(user, method, **_arguments(record, wanted, asked))

	return go


def put(values: Callable) -> Callable:
	return lambda u, r, mine: send(u, "PUT", f"/api/resource/{r.doctype}/{r.name}", data=values(u, r, mine))


CLIENT = "frappe.client."
ASSIGN = "frappe.desk.form.assign_to."
FOLLOW = "frappe.desk.form.document_follow."
BULK = DESK + "bulk_update.bulk_update.submit_cancel_or_update_docs"
REMIND = "frappe.automation.doctype.reminder.reminder.create_new_reminder"
REPEAT = "frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat"
WRITES: dict[str, Callable] = {
	"set_value": write(CLIENT + "set_value", "doctype name", fieldname=lambda u, r, m: _changed(r)),
	"save": write(CLIENT + "save", doc=lambda u, r, m: _sent(r, **_changed(r))),
	"save as one's own": write(CLIENT + "save", doc=lambda u, r, m: _sent(r, **_changed(r), **_moved(r, m))),
	"bulk_update": write(
		CLIENT + "bulk_update",
		docs=lambda u, r, m: [{"doctype": r.doctype, "docname": r.name, **_changed(r)}],
	),
	"delete": write(CLIENT + "delete", "doctype name"),
	"cancel": write(CLIENT + "cancel", "doctype name"),
	"submit": write(CLIENT + "submit", doc=lambda u, r, m: _sent(r)),
	"rename": write(CLIENT + "rename_doc", "doctype old_name", new_name="renamed"),
	"REST change": put(lambda u, r, m: _changed(r)),
	"REST change as one's own": put(lambda u, r, m: {**_changed(r), **_moved(r, m)}),
	"REST delete": lambda u, r, m: send(u, "DELETE", f"/api/resource/{r.doctype}/{r.name}"),
	"form": write(
		"frappe.desk.form.save.savedocs", doc=lambda u, r, m: _sent(r, **_changed(r)), action="Save"
	),
	"bulk edit": write(BULK, "doctype docnames", action="update", data=lambda u, r, m: _changed(r)),
	"bulk delete": write(REPORTVIEW + "delete_items", "doctype items"),
	"tag": write(TAGS + "add_tag", "dt dn", tag="ours"),
	"tags": write(TAGS + "add_tags", "dt docs", tags=["ours"]),
	"like": write("frappe.desk.like.toggle_like", "doctype name", add="Yes"),
	"comment": write(
		"frappe.desk.form.utils.add_comment",
		"reference_doctype reference_name",
		content="x",
		comment_email=lambda u, r, m: u,
		comment_by=lambda u, r, m: u,
	),
	"assign": write(ASSIGN + "add", "doctype name", assign_to=lambda u, r, m: [u], description="x"),
	"assign several": write(
		ASSIGN + "add_multiple", "doctype only", assign_to=lambda u, r, m: [u], description="x"
	),
	"share": write("frappe.share.add", "doctype name", user=lambda u, r, m: u, write=1),
	"follow": write(FOLLOW + "update_follow", "doctype doc_name", following=1),
	"attach": write(CLIENT + "attach_file", "doctype docname", filename="x.txt", filedata="x"),
	"upload": write("upload_file", "doctype docname", file_name="x.txt", file_url="https://x.test/x.txt"),
	"remind": write(
		REMIND, "reminder_doctype reminder_docname", remind_at="2030-01-01 00:00:00", description="x"
	),
	"repeat": write(REPEAT, "doctype docname"),
	"row in it": write(CLIENT + "insert", doc=lambda u, r, m: _row(r)),
	"another one": write(CLIENT + "insert", doc=lambda u, r, m: {**_sent(r), "name": None, "__islocal": 1}),
	"approve": write("frappe.model.workflow.apply_workflow", "pointer", action="Approve"),
	"approve several": write(
		"frappe.model.workflow.bulk_workflow_approval", "doctype docnames", action="Approve"
	),
}
SHUT = {"bulk_update", "upload"}
"""Ways that the gate shuts to everybody but System Managers: a function, and addresses of other places as files."""
SELDOM = {"cancel", "submit", "row in it", "repeat", "approve", "approve several"} | SHUT
"""Ways of changing that a bare record, or any record of ours, does not take even at home."""

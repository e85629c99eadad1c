"""The roads by which a user of the framework gets at a record, or changes one.

A road takes the user and the record and returns what came of it; most answer with text, in which the record's secret
or its name is looked for. Those that count answer with a number. `home` says whether a colleague of the record's own
facility must get there by that road: without it, a road that leads nowhere at all would pass for closed.
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

LIKE = ["name", "like", "%"]


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
	home: Callable[[Record], bool]
	tells: Callable
	on: Callable[[Record], bool] = lambda record: True
	blind: bool = False


def _tells_text(answer, record: Record) -> bool:
	said = text_of(answer)
	return any(token in said for token in record.tokens)


def _tells_number(answer, record: Record) -> bool:
	return bool(frappe.local.response.get("message"))


def _tells_docinfo(answer, record: Record) -> bool:
	return bool(frappe.local.response.get("docinfo"))


def _is_document(record: Record) -> bool:
	return record.parent is None


def _always(record: Record) -> bool:
	return True


def _never(record: Record) -> bool:
	return False


def _is_printed(record: Record) -> bool:
	"""Several documents in one PDF are ours to join where the DocType is ours."""
	return _may("print")(record) and record.doctype != OPERATORS


def _search_everything(user: str, record: Record):
	"""The global search, to which the operator has added the DocType."""
	with patch("huimang.facility.roads.get_doctypes_for_global_search", lambda: [record.doctype]):
		return call(user, "frappe.utils.global_search.search", text=record.secret or str(record.name))


def _is_facilitys(record: Record) -> bool:
	return record.parent is None and scope.is_scoped(record.doctype)


def _is_stored(record: Record) -> bool:
	"""The framework cannot list all fields of a DocType of which some are virtual."""
	return _is_document(record) and not any(df.get("is_virtual") for df in frappe.get_meta(record.doctype).fields)


def _is_named(record: Record) -> bool:
	"""Link fields find what has a name, not what has a number."""
	return _is_document(record) and isinstance(record.name, str)


def _may(right: str) -> Callable[[Record], bool]:
	"""Documents of a facility of which some of its people have the right."""

	def may(record: Record) -> bool:
		rows = frappe.get_meta(record.doctype).permissions
		people = {"All", *FACILITY_ROLES}
		return _is_facilitys(record) and any(row.get(right) and row.role in people for row in rows)

	return may


def _road(name, go, home=_is_document, tells=_tells_text, **kw) -> Road:
	return Road(name, go, home, tells, **kw)


def _holder(record: Record) -> dict:
	return {"parent": record.parent.doctype} if record.parent else {}


def _by_name(record: Record) -> list:
	return [[record.doctype, "name", "=", record.name]]


def _text(record: Record) -> str:
	return record.text_field or "name"


def _report_filters(record: Record) -> dict:
	return {"doctype": record.doctype, "fields": ["name", _text(record)], "filters": _by_name(record)}


def _report(method: str):
	return lambda user, r: call(user, f"frappe.desk.reportview.{method}", **_report_filters(r), **_holder_type(r))


def _holder_type(record: Record) -> dict:
	return {"parent_doctype": record.parent.doctype} if record.parent else {}


LISTS = [
	_road("list view", _report("get")),
	_road("list view, uncompressed", _report("get_list")),
	_road("list view, whole", lambda u, r: call(u, "frappe.desk.reportview.get", doctype=r.doctype, fields=["*"], **_holder_type(r)), _is_stored),
	_road("list view, count", _report("get_count"), tells=_tells_number),
	_road("list view, group by", lambda u, r: call(u, "frappe.desk.listview.get_group_by_count", doctype=r.doctype, current_filters=[], field=_text(r))),
	_road("list view, assigned to", lambda u, r: call(u, "frappe.desk.listview.get_group_by_count", doctype=r.doctype, current_filters=[], field="assigned_to"), _never),
	_road("list view, tags", lambda u, r: call(u, "frappe.desk.reportview.get_sidebar_stats", doctype=r.doctype, stats=[_text(r)], filters=[])),
	_road("client.get_list", lambda u, r: call(u, "frappe.client.get_list", doctype=r.doctype, fields=["name", _text(r)], filters=_by_name(r), **_holder(r)), _always),
	_road("client.get_list, everything", lambda u, r: call(u, "frappe.client.get_list", doctype=r.doctype, fields=["*"], limit_page_length=0, **_holder(r)), _is_stored),
	_road("client.get_count", lambda u, r: call(u, "frappe.client.get_count", doctype=r.doctype, filters={"name": r.name}), tells=_tells_number),
	_road("REST list", lambda u, r: fetch(u, f"/api/resource/{r.doctype}", fields=["name", _text(r)], filters=_by_name(r), **_holder(r)), _always),
	_road("calendar", lambda u, r: call(u, "frappe.desk.calendar.get_events", doctype=r.doctype, start="2000-01-01", end="2100-01-01", field_map={"start": "creation", "end": "modified", "title": _text(r)})),
	_road("tree", lambda u, r: call(u, "frappe.desk.treeview.get_children", doctype=r.doctype, parent=""), _never),
	_road("map", lambda u, r: call(u, "frappe.geo.utils.get_coords", doctype=r.doctype, filters=[], type="location_field"), lambda r: r.doctype == OPERATORS),
	_road("web list", lambda u, r: call(u, "frappe.www.list.get", doctype=r.doctype, txt=None), _never),
	_road("tagged", lambda u, r: call(u, "frappe.desk.doctype.tag.tag.get_tagged_docs", doctype=r.doctype, tag="%"), _never),
]

FORMS = [
	_road("form", lambda u, r: call(u, "frappe.desk.form.load.getdoc", doctype=r.doctype, name=r.name)),
	_road("form, timeline", lambda u, r: call(u, "frappe.desk.form.load.get_docinfo", doctype=r.doctype, name=r.name), tells=_tells_docinfo),
	_road("form, mails", lambda u, r: call(u, "frappe.desk.form.load.get_communications", doctype=r.doctype, name=r.name), _never),
	_road("form, next one", lambda u, r: call(u, "frappe.desk.form.utils.get_next", doctype=r.doctype, value=r.name, prev=0, filters=[], sort_field="creation"), _never),
	_road("form, shared with", lambda u, r: call(u, "frappe.share.get_users", doctype=r.doctype, name=r.name), _never),
	_road("form, followers", lambda u, r: call(u, "frappe.desk.form.document_follow.get_follow_users", doctype=r.doctype, doc_name=r.name), _never),
	_road("form, reviews", lambda u, r: call(u, "frappe.social.doctype.energy_point_log.energy_point_log.get_reviews", doctype=r.doctype, docname=r.name), _never),
	_road("form, linked documents", lambda u, r: call(u, "frappe.desk.form.linked_with.get", doctype=r.doctype, docname=r.name), _never),
	_road("form, submitted documents", lambda u, r: call(u, "frappe.desk.form.linked_with.get_submitted_linked_docs", doctype=r.doctype, name=r.name), _never),
	_road("linked with a person", lambda u, r: call(u, "frappe.desk.form.linked_with.get", doctype="User", docname="broad-b@isolation.test"), _never, blind=True),
	_road("client.get", lambda u, r: call(u, "frappe.client.get", doctype=r.doctype, name=r.name, **_holder(r)), _always),
	_road("client.get by filter", lambda u, r: call(u, "frappe.client.get", doctype=r.doctype, filters={"name": r.name}, **_holder(r)), _always),
	_road("client.get_value", lambda u, r: call(u, "frappe.client.get_value", doctype=r.doctype, fieldname=["name", _text(r)], filters={"name": r.name}, **_holder(r)), _always),
	_road("client.validate_link", lambda u, r: call(u, "frappe.client.validate_link", doctype=r.doctype, docname=r.name, fields=["name", _text(r)])),
	_road("client.has_permission", lambda u, r: call(u, "frappe.client.has_permission", doctype=r.doctype, docname=r.name), _always, lambda answer, r: frappe.local.response.message["has_permission"]),
	_road("client.get_doc_permissions", lambda u, r: call(u, "frappe.client.get_doc_permissions", doctype=r.doctype, docname=r.name), _is_document, lambda answer, r: bool(frappe.local.response.message["permissions"].get("read"))),
	_road("REST document", lambda u, r: fetch(u, f"/api/resource/{r.doctype}/{r.name}"), _always),
	_road("live updates of a document", lambda u, r: call(u, "frappe.realtime.can_subscribe_doc", doctype=r.doctype, docname=r.name), _always, lambda answer, r: True),
	_road("live updates of a DocType", lambda u, r: call(u, "frappe.realtime.can_subscribe_doctype", doctype=r.doctype), _never, lambda answer, r: r.parent is None),
]

SEARCHES = [
	_road("link field", lambda u, r: call(u, "frappe.desk.search.search_link", doctype=r.doctype, txt=r.name), _is_named),
	_road("link field, ignoring permissions", lambda u, r: call(u, "frappe.desk.search.search_link", doctype=r.doctype, txt=r.name, ignore_user_permissions=1), _is_named),
	_road("search dialog", lambda u, r: call(u, "frappe.desk.search.search_widget", doctype=r.doctype, txt=r.name, ignore_user_permissions=1, filter_fields=[_text(r)])),
	_road("title of a link", lambda u, r: call(u, "frappe.desk.search.get_link_title", doctype=r.doctype, docname=r.name), _never),
	_road("global search", lambda u, r: _search_everything(u, r)),
	_road("global search of the web site", lambda u, r: call(u, "frappe.utils.global_search.web_search", text=r.secret or r.name), _never),
	_road("awesome bar, tag", lambda u, r: call(u, "frappe.desk.doctype.tag.tag.get_documents_for_tag", tag=f"#{r.secret}"), _never),
	_road("awesome bar, tags", lambda u, r: call(u, "frappe.desk.doctype.tag.tag.get_tags_list_for_awesomebar"), _never, blind=True),
	_road("mentions", lambda u, r: call(u, "frappe.desk.search.get_names_for_mentions", search_term=""), _never, blind=True),
]

PAPER = [
	_road("print view", lambda u, r: fetch(u, "/printview", doctype=r.doctype, name=r.name), _may("print"), on=_is_facilitys),
	_road("print preview", lambda u, r: call(u, "frappe.www.printview.get_html_and_style", doc=r.doctype, name=r.name), _may("print"), on=_is_facilitys),
	_road("PDF", lambda u, r: fetch(u, "/api/method/frappe.utils.print_format.download_pdf", doctype=r.doctype, name=r.name, format="Standard"), _may("print"), on=_is_facilitys),
	_road("PDF of several", lambda u, r: fetch(u, "/api/method/frappe.utils.print_format.download_multi_pdf", doctype=r.doctype, name=[r.name], format="Standard"), _is_printed, on=_is_facilitys),
	_road("export from the list", lambda u, r: call(u, "frappe.desk.reportview.export_query", **_report_filters(r), file_format_type="CSV"), _may("export"), on=_is_facilitys),
	_road("export of the selected", lambda u, r: call(u, "frappe.desk.reportview.export_query", doctype=r.doctype, fields=["name", _text(r)], selected_items=[r.name], file_format_type="CSV"), _may("export"), on=_is_facilitys),
	_road("data export", lambda u, r: call(u, "frappe.core.doctype.data_export.exporter.export_data", doctype=r.doctype, with_data=1), lambda r: _is_stored(r) and _may("export")(r), on=_is_facilitys),
	_road("data import's template", lambda u, r: call(u, "frappe.core.doctype.data_import.data_import.download_template", doctype=r.doctype, export_fields={r.doctype: ["name", _text(r)]}, export_records="all"), _may("export"), on=_is_facilitys),
	_road("column of a report", lambda u, r: call(u, "frappe.desk.query_report.get_data_for_custom_field", doctype=r.doctype, field=_text(r))),
]

BOARDS = [
	_road("number card", lambda u, r: call(u, "frappe.desk.doctype.number_card.number_card.get_result", doc={"document_type": r.doctype, "function": "Count"}, filters=_by_name(r)), tells=_tells_number),
	_road("chart", lambda u, r: call(u, "frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart_name=_chart(r)), on=_is_facilitys),
	_road("notifications' counts", lambda u, r: call(u, "frappe.desk.notifications.get_notifications"), _never, blind=True),
	_road("my notifications", lambda u, r: call(u, "frappe.desk.doctype.notification_log.notification_log.get_notification_logs"), _never, blind=True),
	_road("kanban board's transitions", lambda u, r: call(u, "frappe.model.workflow.get_transitions", doc={"doctype": r.doctype, "name": r.name}), _never),
]


def _chart(record: Record) -> str:
	"""A chart that an operator has put on everybody's dashboard."""
	chart = {
		"doctype": "Dashboard Chart",
		"chart_name": f"chart {record.doctype}",
		"chart_type": "Group By",
		"document_type": record.doctype,
		"group_by_based_on": _text(record),
		"group_by_type": "Count",
		"filters_json": "[]",
		"is_public": 1,
	}
	return frappe.get_doc(chart).insert(ignore_permissions=True).name


READS = LISTS + FORMS + SEARCHES + PAPER + BOARDS


def _sent(record: Record, **values) -> dict:
	"""The record as a client sends it, with what the client makes of it."""
	doc = frappe.get_doc(record.doctype, record.name).as_dict()
	return {**json.loads(frappe.as_json(doc)), **values}


def _changed(record: Record) -> dict:
	return {record.text_field: "changed"} if record.text_field else {"idx": 7}


WRITES: dict[str, Callable] = {
	"client.set_value": lambda u, r, a: call(u, "frappe.client.set_value", doctype=r.doctype, name=r.name, fieldname=_changed(r)),
	"client.save": lambda u, r, a: call(u, "frappe.client.save", doc=_sent(r, **_changed(r))),
	"client.save as one's own": lambda u, r, a: call(u, "frappe.client.save", doc=_sent(r, **_changed(r), **_moved(r, a))),
	"client.bulk_update": lambda u, r, a: call(u, "frappe.client.bulk_update", docs=[{"doctype": r.doctype, "docname": r.name, **_changed(r)}]),
	"client.delete": lambda u, r, a: call(u, "frappe.client.delete", doctype=r.doctype, name=r.name),
	"client.cancel": lambda u, r, a: call(u, "frappe.client.cancel", doctype=r.doctype, name=r.name),
	"client.submit": lambda u, r, a: call(u, "frappe.client.submit", doc=_sent(r)),
	"client.rename_doc": lambda u, r, a: call(u, "frappe.client.rename_doc", doctype=r.doctype, old_name=r.name, new_name="renamed"),
	"REST change": lambda u, r, a: send(u, "PUT", f"/api/resource/{r.doctype}/{r.name}", data=_changed(r)),
	"REST change as one's own": lambda u, r, a: send(u, "PUT", f"/api/resource/{r.doctype}/{r.name}", data={**_changed(r), **_moved(r, a)}),
	"REST delete": lambda u, r, a: send(u, "DELETE", f"/api/resource/{r.doctype}/{r.name}"),
	"form save": lambda u, r, a: call(u, "frappe.desk.form.save.savedocs", doc=_sent(r, **_changed(r)), action="Save"),
	"list's bulk edit": lambda u, r, a: call(u, "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs", doctype=r.doctype, docnames=[r.name], action="update", data=_changed(r)),
	"list's delete": lambda u, r, a: call(u, "frappe.desk.reportview.delete_items", doctype=r.doctype, items=[r.name]),
	"tag": lambda u, r, a: call(u, "frappe.desk.doctype.tag.tag.add_tag", tag="ours", dt=r.doctype, dn=r.name),
	"tags": lambda u, r, a: call(u, "frappe.desk.doctype.tag.tag.add_tags", tags=["ours"], dt=r.doctype, docs=[r.name]),
	"like": lambda u, r, a: call(u, "frappe.desk.like.toggle_like", doctype=r.doctype, name=r.name, add="Yes"),
	"comment": lambda u, r, a: call(u, "frappe.desk.form.utils.add_comment", reference_doctype=r.doctype, reference_name=r.name, content="x", comment_email=u, comment_by=u),
	"assign": lambda u, r, a: call(u, "frappe.desk.form.assign_to.add", doctype=r.doctype, name=r.name, assign_to=[u], description="x"),
	"assign several": lambda u, r, a: call(u, "frappe.desk.form.assign_to.add_multiple", doctype=r.doctype, name=[r.name], assign_to=[u], description="x"),
	"share": lambda u, r, a: call(u, "frappe.share.add", doctype=r.doctype, name=r.name, user=u, write=1),
	"follow": lambda u, r, a: call(u, "frappe.desk.form.document_follow.update_follow", doctype=r.doctype, doc_name=r.name, following=1),
	"attach": lambda u, r, a: call(u, "frappe.client.attach_file", filename="x.txt", filedata="x", doctype=r.doctype, docname=r.name),
	"upload": lambda u, r, a: call(u, "upload_file", doctype=r.doctype, docname=r.name, file_name="x.txt", file_url="https://x.test/x.txt"),
	"remind": lambda u, r, a: call(u, "frappe.automation.doctype.reminder.reminder.create_new_reminder", remind_at="2030-01-01 00:00:00", description="x", reminder_doctype=r.doctype, reminder_docname=r.name),
	"repeat": lambda u, r, a: call(u, "frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat", doctype=r.doctype, docname=r.name),
	"row in it": lambda u, r, a: call(u, "frappe.client.insert", doc={"doctype": "Facility Membership Role", "parenttype": r.doctype, "parent": r.name, "parentfield": "roles", "role": "Accountant"}),
	"new one there": lambda u, r, a: call(u, "frappe.client.insert", doc={**_sent(r), "name": None, "__islocal": 1}),
	"approve": lambda u, r, a: call(u, "frappe.model.workflow.apply_workflow", doc={"doctype": r.doctype, "name": r.name}, action="Approve"),
	"approve several": lambda u, r, a: call(u, "frappe.model.workflow.bulk_workflow_approval", docnames=[r.name], doctype=r.doctype, action="Approve"),
}


def _moved(record: Record, mine: str) -> dict:
	"""A client's claim that the record is in its own house."""
	if record.parent:
		return {"parent": mine}
	field = scope.facility_field(record.doctype)
	return {field: mine} if field and field != "name" else {}


SELDOM = {
	"client.cancel",
	"client.submit",
	"row in it",
	"repeat",
	"approve",
	"approve several",
}
"""Ways of changing that a bare record, or any record of ours, does not take even at home."""

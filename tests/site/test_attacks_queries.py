"""Attacks on the running site by guests and by staff, one for each published vulnerability of the framework that they could
use (shared reference frappe_vulnerabilities.md), and what they find: a shut gate, and everything as it was. Here: queries,
functions and verbs; `test_attacks_documents.py` has documents, files and letters.

The requests go through the framework's WSGI application with its sessions and hooks. Nothing here does harm if a test fails:
expressions that would run count or compare, files hold a word.
"""

import json

import frappe
import pytest
from attacks import PASSWORD, SQL, TEMPLATE, guest, home, refused, staff

from huimang.gate import methods

__all__ = ["guest", "home", "staff"]

REPORTVIEW = "frappe.desk.reportview."
TODO = {"doctype": "ToDo"}


# ---- SQL in the arguments of lists (CVE-2024-24813, -2025-58375, -2025-66205, -2026-31877, -2026-55823, -2026-114664)

INJECTIONS = {
	"field": (REPORTVIEW + "get", {**TODO, "fields": [f"{SQL} as name"]}),
	"field behind a comment": (REPORTVIEW + "get_list", {**TODO, "fields": [f"name/**/,{SQL}"]}),
	"aggregate": (REPORTVIEW + "get", {**TODO, "fields": [f"count(name)-{SQL}"]}),
	"order": (REPORTVIEW + "get", {**TODO, "fields": ["name"], "order_by": f"if({SQL}>'a', name, owner)"}),
	"group": (REPORTVIEW + "get", {**TODO, "fields": ["name"], "group_by": f"name having {SQL}>'a'"}),
	"filter": (
		REPORTVIEW + "get",
		{**TODO, "fields": ["name"], "filters": [[f"ifnull({SQL}, '')", ">", "a"]]},
	),
	"operator": (
		REPORTVIEW + "get",
		{**TODO, "fields": ["name"], "filters": [["name", f"> {SQL} or 'a' =", ""]]},
	),
	"or filter": (REPORTVIEW + "get_count", {**TODO, "or_filters": [[f"{SQL}", ">", "a"]]}),
	"count": (REPORTVIEW + "get_count", {**TODO, "filters": {f"name` > {SQL} -- ": "a"}}),
	"count of a DocType": (REPORTVIEW + "get_count", {"doctype": "ToDo` where 1=1 union select 1 -- "}),
	"export": (REPORTVIEW + "export_query", {**TODO, "fields": [SQL], "file_format_type": "CSV"}),
	"statistics": (REPORTVIEW + "get_sidebar_stats", {**TODO, "stats": [SQL], "filters": []}),
	"client": ("frappe.client.get_list", {**TODO, "fields": ["name"], "order_by": f"{SQL} desc"}),
	"client's count": ("frappe.client.get_count", {**TODO, "filters": {SQL: "a"}}),
	"client's value": ("frappe.client.get_value", {**TODO, "fieldname": SQL, "filters": {}}),
	"calendar": (
		"frappe.desk.calendar.get_events",
		{**TODO, "start": "2026-01-01", "end": "2026-02-01", "field_map": {"start": SQL, "end": "date"}},
	),
	"events": (
		"frappe.desk.doctype.event.event.get_events",
		{"start": "2026-01-01", "end": "2026-02-01", "filters": [["Event", f"1=1 or {SQL}", "=", "a"]]},
	),
	"next": ("frappe.desk.form.utils.get_next", {**TODO, "value": "x", "prev": 0, "sort_field": SQL}),
	"link": ("frappe.desk.search.search_link", {**TODO, "txt": "", "searchfield": SQL}),
	"link's filter": ("frappe.desk.search.search_link", {**TODO, "txt": "", "filters": {SQL: "a"}}),
	"number card": (
		"frappe.desk.doctype.number_card.number_card.get_result",
		{
			"doc": {"document_type": "ToDo", "function": "Maximum", "aggregate_function_based_on": SQL},
			"filters": [],
		},
	),
	"chart": (
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		{"chart": {"document_type": "ToDo", "chart_type": "Group By", "group_by_based_on": SQL}},
	),
	"report to be saved": (
		REPORTVIEW + "save_report",
		{**TODO, "name": "attack", "report_settings": {"fields": [["name", "ToDo"]], "order_by": SQL}},
	),
	"diary of points": (
		"frappe.desk.page.user_profile.user_profile.get_energy_points_percentage_chart_data",
		{"user": "x", "field": SQL},
	),
	"heat of points": (
		"frappe.desk.page.user_profile.user_profile.get_energy_points_heatmap_data",
		{"user": "x", "date": f"2026-01-01' or {SQL} -- "},
	),
	"groups": ("frappe.desk.listview.get_group_by_count", {**TODO, "current_filters": [], "field": SQL}),
	"column of a report": ("frappe.desk.query_report.get_data_for_custom_field", {**TODO, "field": SQL}),
}


@pytest.mark.parametrize("attack", INJECTIONS)
def test_no_sql_in_the_arguments_of_a_list(staff, attack):
	method, arguments = INJECTIONS[attack]
	assert refused(staff.call(method, **arguments))


def test_no_sql_in_the_arguments_of_a_resource(staff):
	for arguments in (
		{"fields": [SQL]},
		{"order_by": SQL},
		{"filters": [[SQL, "=", "a"]]},
		{"group_by": SQL},
	):
		assert refused(staff.get("/api/resource/ToDo", **arguments)), arguments
	assert refused(staff.get("/api/resource/ToDo`%20union%20select%201"))


def test_a_report_gets_no_columns_of_other_facilities(staff):
	"""The framework looks up anybody's record by what stands in a row, a note of one's own among it."""
	column = {"fieldname": "account_number", "doctype": "Facility Bank Account", "link_field": "remarks"}
	asked = {
		"report_name": "Cash Book",
		"filters": {},
		"custom_columns": [{**column, "insert_after_index": 0}],
	}
	assert refused(staff.call("frappe.desk.query_report.run", **asked))
	kept = {"reference_report": "Cash Book", "report_name": "attack", "columns": [column], "filters": []}
	assert refused(staff.call("frappe.desk.query_report.save_report", **kept))


def test_a_key_is_a_users_whatever_its_header_says(guest):
	"""CVE-2026-31877: nobody has to be known for it."""
	headers = {"Authorization": "token a:b", "Frappe-Authorization-Source": f"User` where {SQL} = 'a' -- "}
	assert refused(guest.get("/api/method/ping", headers=headers))


def test_ordinary_lists_are_answered(staff):
	"""What the Desk sends is no attack."""
	answers = [
		staff.call(
			REPORTVIEW + "get",
			doctype="Expense Resolution",
			fields=[
				"`tabExpense Resolution`.`name`",
				"`tabExpense Resolution`.`total_amount`",
				"count(name) as n",
			],
			filters=[["Expense Resolution", "stage", "in", ["Draft", "Approved"], False]],
			order_by="`tabExpense Resolution`.`modified` desc",
			group_by="`tabExpense Resolution`.`name`",
			start=0,
			page_length=20,
		),
		staff.get("/api/resource/ToDo", fields=["*"], filters={"status": "Open"}, limit_page_length=5),
		staff.call(
			"frappe.client.get_value",
			doctype="Facility",
			fieldname=["facility_name"],
			filters={"status": ["!=", "X"]},
		),
		staff.call(
			"frappe.desk.search.search_link", doctype="Welfare Program", txt="공통", filters={"is_active": 1}
		),
	]
	assert [answer.status_code for answer in answers] == [200] * 4


# ---- functions that nobody needs (CVE-2026-35614, -39351, -44208, -47185, -49394, -31879; text of users as a template:
# CVE-2025-68929, -2026-38431, -2026-119144; pages of users before a browser on the server: -2026-31878)

CLOSED = {
	"bulk update": ("frappe.client.bulk_update", {"docs": [{"doctype": "ToDo", "docname": "x", "idx": SQL}]}),
	"discussion": (
		"frappe.website.doctype.discussion_topic.discussion_topic.submit_discussion",
		{"doctype": "Web Page", "docname": "x", "reply": "x", "title": "x"},
	),
	"workspace": (
		"frappe.desk.doctype.workspace.workspace.save_page",
		{"title": "x", "public": 1, "blocks": "[]"},
	),
	"page of the Desk": ("frappe.desk.doctype.workspace.workspace.update_page", {"name": "x", "title": "x"}),
	"new page": ("frappe.desk.doctype.workspace.workspace.new_page", {"new_page": {"title": "x"}}),
	"preview of a repeated letter": (
		"frappe.automation.doctype.auto_repeat.auto_repeat.generate_message_preview",
		{"reference_dt": "ToDo", "reference_doc": "x", "message": TEMPLATE, "subject": TEMPLATE},
	),
	"letter": (
		"frappe.email.email_body.get_email_html",
		{"template": TEMPLATE, "args": {}, "subject": "x"},
	),
	"chart of one's own": (
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_dashboard_chart",
		{"args": {"chart_name": "attack", "value_based_on": SQL}},
	),
	"card of one's own": (
		"frappe.desk.doctype.number_card.number_card.create_number_card",
		{"args": {"label": "attack", "aggregate_function_based_on": SQL}},
	),
	"copy of the app's customisation": (
		"frappe.modules.utils.export_customizations",
		{"module": "Huimang", "doctype": "Facility"},
	),
	"list of the website": ("frappe.www.list.get", {"doctype": "User"}),
	"search of the website": ("frappe.utils.global_search.web_search", {"text": "x"}),
	"sums of anything": (
		"frappe.utils.goal.get_monthly_goal_graph_data",
		{"title": "x", "doctype": "ToDo", "docname": "x", "goal_doctype": "ToDo", "goal_field": SQL},
	),
	"another function through a document": ("frappe.model.mapper.make_mapped_doc", {"method": "frappe.ping"}),
	"import of a package": ("frappe.core.doctype.package_import.package_import.import_package", {}),
	"keys of another": ("frappe.core.doctype.user.user.generate_keys", {"user": "Administrator"}),
	"codes of another": ("frappe.twofactor.reset_otp_secret", {"user": "Administrator"}),
	"pay by another app": (
		"hrms.payroll.doctype.payroll_entry.payroll_entry.get_account_and_amount",
		{"name": "x"},
	),
	"console": ("frappe.desk.doctype.system_console.system_console.execute_code", {"doc": "{}"}),
	"approval by letter": (
		"frappe.workflow.doctype.workflow_action.workflow_action.confirm_action",
		{"doctype": "Expense Resolution", "docname": "x", "user": "x", "action": "Approve"},
	),
	"sign-up of the framework": (
		"frappe.core.doctype.user.user.sign_up",
		{"email": "x@attack.example", "full_name": "x", "redirect_to": "/"},
	),
}


@pytest.mark.parametrize("attack", CLOSED)
def test_what_nobody_needs_is_shut(guest, staff, attack):
	method, arguments = CLOSED[attack]
	for visitor in (guest, staff):
		assert refused(visitor.call(method, **arguments))
		assert refused(visitor.post("/", cmd=method, **arguments))
		assert refused(visitor.call(method.replace("frappe.", "frappe.client.frappe.", 1), **arguments))


def test_scripts_of_the_desk_are_had_by_who_works_there_and_no_other_files(guest, staff):
	"""Desk loads its parts by this function; it looks at the path itself."""
	method, secret = "frappe.client.get_js", {"items": json.dumps(["/assets/../../site_config.json"])}
	assert refused(guest.call(method, **secret))
	answer = staff.call(method, **secret)
	assert answer.status_code >= 400 and "db_password" not in answer.text


def test_a_function_is_called_by_its_own_name(staff):
	"""A module lends its name to what it imports: the framework's function itself, past what stands in for it. And what stands in for
	one is judged by that one's name: by its own, nobody would be asked for a purpose, for one.
	"""
	for alias in (
		"huimang.facility.exports.export_list",
		"huimang.facility.roads.get_count",
		"huimang.facility.secret_numbers.make_access_log",
		"huimang.printing.api.make_access_log",
		"frappe.desk.reportview.make_access_log",
	):
		assert refused(staff.call(alias, method="x")), alias


def test_scripts_of_the_desk_are_no_way_to_other_files(staff):
	for path in (
		"../common_site_config.json",
		"/assets/../common_site_config.json",
		"assets/frappe/../../x.js",
		"/etc/passwd",
	):
		assert refused(staff.call("frappe.client.get_js", items=[path])), path
	assert (
		staff.get("/api/method/frappe.client.get_js", items=["/assets/frappe/package.json.js"]).status_code
		!= 403
	)


def test_an_argument_calls_nothing_that_is_shut(staff):
	shut = "frappe.core.doctype.user.user.generate_keys"
	assert refused(staff.call("frappe.desk.search.search_link", doctype="ToDo", txt="", query=shut))
	assert refused(
		staff.call(
			"frappe.desk.treeview.get_all_nodes", doctype="ToDo", label="x", parent="", tree_method=shut
		)
	)
	assert refused(staff.call("upload_file", method=shut))
	mapped = "frappe.model.mapper.make_mapped_doc"
	# neither what is shut, nor what is open but maps nothing: a name would reach it past the checks of its arguments
	for named in (
		shut,
		"frappe.client.get_list",
		"frappe.desk.form.load.getdoctype",
		"huimang.resolutions.api.finish_request",
	):
		assert refused(staff.call(mapped, method=named, source_name="Administrator")), named
	for way in (
		lambda: staff.call("run_doc_method", dt="System Console", dn="System Console", method="run"),
		lambda: staff.call(
			"run_doc_method", docs={"doctype": "Report", "name": "x"}, method="toggle_disable"
		),
		lambda: staff.post("/api/resource/Report/x", run_method="toggle_disable", disable=1),
	):
		assert refused(way())


def test_a_document_is_written_from_another_one_of_ones_own(staff, home):
	"""What the form's own button asks for."""
	mapper = {"method": "huimang.resolutions.api.resolution_of_request", "source_name": "nothing"}
	assert staff.call("frappe.model.mapper.make_mapped_doc", **mapper).status_code == 404
	assert refused(staff.get("/api/method/frappe.model.mapper.make_mapped_doc", **mapper))


# ---- verbs (CVE-2026-63654: what changes something answers no address that somebody may be made to open)


def test_no_address_changes_anything(staff, home):
	assert refused(
		staff.get(
			"/api/method/frappe.model.workflow.bulk_workflow_approval",
			docnames=["x"],
			doctype="Expense Resolution",
			action="Approve",
		)
	)
	writers = [method for method, rule in methods.table().items() if rule.verb == "write"]
	assert len(writers) > 80
	# a login that fails ends the session that there is
	for method in set(writers) - {"login"}:
		assert refused(staff.get(f"/api/method/{method}")), method
	assert refused(staff.get("/", cmd="frappe.client.insert"))


def test_no_password_in_an_address(guest, home):
	answer = guest.get("/api/method/login", usr=home.accountant, pwd=PASSWORD)
	assert answer.status_code == 403
	assert guest.call("frappe.auth.get_logged_user").status_code == 403


def test_nobody_is_told_who_has_an_account(guest, home):
	# the framework's own limit of three an hour answers everybody alike too
	frappe.cache.delete("rl:frappe.core.doctype.user.user.reset_password:127.0.0.1")
	said = [
		guest.call("frappe.core.doctype.user.user.reset_password", user=user)
		for user in (home.accountant, "nobody@attack.example", "Administrator")
	]
	assert len({(answer.status_code, answer.text) for answer in said}) == 1, [
		(a.status_code, a.json) for a in said
	]

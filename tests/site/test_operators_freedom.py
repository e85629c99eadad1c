"""What an operator makes in Desk outlives an upgrade, and everything works with it.

A System Manager changes a workflow, a permission, the layout and a label of a form, a workspace, adds a field, a print format and two
reports, each by the function that Desk calls. Then the files of the app are read again, as a new version's are, and what runs
after a migration runs.
"""

import json

import factory
import frappe
import house
import pytest
from isolation_request import call, text_of

from huimang import install, keeping
from huimang.statements import engine

DOCTYPE = "Expense Resolution"
OPERATOR = "operator@freedom.test"
LABEL = "무엇에 쓰는가"
FIELD = "people_served"
FORMAT = "우리 시설 지출결의서"
WORKSPACE = "Accountant"
CONDITION = "doc.total_amount >= 0"
BLOCK = {"id": "freedom", "type": "header", "data": {"text": "우리 시설의 알림", "col": 12}}
BUILT, QUERIED = "시설별 지출결의", "지출결의 건수"


def _customize(fields: dict[str, dict]) -> None:
	"""Customize Form, as Desk saves it; the framework looks at the table's columns then, and commits."""
	frappe.db.commit()
	with factory.acting_as(OPERATOR):
		form = frappe.get_doc("Customize Form")
		form.doc_type = DOCTYPE
		form.fetch_to_customize()
		for row in form.fields:
			row.update(fields.get(row.fieldname, {}))
		form.save_customization()


def _save(doc: dict) -> None:
	call(OPERATOR, "frappe.desk.form.save.savedocs", doc=doc, action="Save")


def _sent(doctype: str, name: str) -> dict:
	return json.loads(frappe.as_json(frappe.get_doc(doctype, name)))


def _workflow() -> str:
	return frappe.db.get_value("Workflow", {"document_type": DOCTYPE, "is_active": 1})


def _change_everything() -> None:
	workflow = _sent("Workflow", _workflow())
	workflow["transitions"][0]["condition"] = CONDITION
	_save(workflow)
	call(
		OPERATOR,
		"frappe.core.page.permission_manager.permission_manager.update",
		doctype=DOCTYPE,
		role="Auditor",
		permlevel=0,
		ptype="print",
		value=0,
	)
	frappe.db.commit()  # a field is a column, and no matter of transactions
	with factory.acting_as(OPERATOR):
		field = {
			"fieldname": FIELD,
			"label": "혜택을 받은 사람 수",
			"fieldtype": "Int",
			"insert_after": "purpose",
		}
		frappe.get_doc({"doctype": "Custom Field", "dt": DOCTYPE, **field}).insert()
	_customize({"purpose": {"label": LABEL}, "note": {"hidden": 1}})
	_save(
		{
			"doctype": "Print Format",
			"__islocal": 1,
			"__newname": FORMAT,
			"name": FORMAT,
			"doc_type": DOCTYPE,
			"standard": "No",
			"custom_format": 1,
			"print_format_type": "Jinja",
			"html": "<h1>{{ doc.purpose }}</h1>",
		}
	)
	call(
		OPERATOR,
		"frappe.desk.reportview.save_report",
		name=BUILT,
		doctype=DOCTYPE,
		report_settings={
			"fields": [["name", DOCTYPE], [FIELD, DOCTYPE]],
			"order_by": f"`tab{DOCTYPE}`.`modified` desc",
		},
	)
	_save(
		{
			"doctype": "Report",
			"__islocal": 1,
			"report_name": QUERIED,
			"ref_doctype": DOCTYPE,
			"report_type": "Query Report",
			"is_standard": "No",
			"query": f"select facility as 'Facility:Link/Facility:120', count(*) as 'Count:Int:80' from `tab{DOCTYPE}` group by facility",
			"roles": [{"role": "Accountant"}],
		}
	)
	page = frappe.get_doc("Workspace", WORKSPACE)
	call(
		OPERATOR,
		"frappe.desk.doctype.workspace.workspace.save_page",
		title=page.title,
		public=1,
		new_widgets={},
		blocks=json.dumps([BLOCK, *json.loads(page.content)]),
	)


def _upgrade() -> None:
	"""What a migration does with the files of the app, for those that the operator has touched, as if each had changed."""
	keeping.note_changes()
	for kind, name in (
		("doctype", "expense_resolution"),
		("workspace", "accountant"),
		("print_format", "expense_resolution_form"),
	):
		frappe.reload_doc("huimang", kind, name, force=True)
	install.after_migrate()
	frappe.clear_cache(doctype=DOCTYPE)


@pytest.fixture(scope="module")
def home(site):
	"""A house among what the operator has made, committed: adding a field is no matter of transactions."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	home = house.standing()
	keeping.put_back()
	before = {
		"workflow": _sent("Workflow", _workflow()),
		"page": frappe.db.get_value("Workspace", WORKSPACE, "content"),
		"customs": frappe.get_all("Property Setter", {"doc_type": DOCTYPE}, pluck="name"),
	}
	operator = frappe.get_doc(
		{
			"doctype": "User",
			"email": OPERATOR,
			"first_name": "운영자",
			"send_welcome_email": 0,
			"language": "ko",
		}
	)
	for role in ("System Manager", "Workspace Manager", "Script Manager"):
		operator.append("roles", {"role": role})
	operator.insert(ignore_if_duplicate=True)
	frappe.db.commit()
	try:
		_change_everything()
		frappe.db.commit()
		_upgrade()
		frappe.db.commit()
		yield home
	finally:
		_take_back(before)


def _take_back(before: dict) -> None:
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for name in (BUILT, QUERIED):
		frappe.delete_doc("Report", name, force=True, ignore_missing=True)
	frappe.delete_doc("Print Format", FORMAT, force=True, ignore_missing=True)
	frappe.delete_doc("Custom Field", f"{DOCTYPE}-{FIELD}", force=True, ignore_missing=True)
	for setter in frappe.get_all("Property Setter", {"doc_type": DOCTYPE}, pluck="name"):
		if setter not in before["customs"]:
			frappe.delete_doc("Property Setter", setter, force=True)
	frappe.db.delete("Custom DocPerm", {"parent": DOCTYPE})
	workflow = frappe.get_doc("Workflow", before["workflow"]["name"])
	workflow.transitions[0].condition = before["workflow"]["transitions"][0].get("condition")
	workflow.save()
	frappe.db.set_value("Workspace", WORKSPACE, "content", before["page"])
	frappe.db.commit()
	if FIELD in frappe.db.get_table_columns(DOCTYPE):
		frappe.db.sql_ddl(f"ALTER TABLE `tab{DOCTYPE}` DROP COLUMN `{FIELD}`")
	frappe.clear_cache()


def test_all_of_it_is_still_there(home):
	meta = frappe.get_meta(DOCTYPE)
	assert meta.get_label("purpose") == LABEL
	assert meta.get_field("note").hidden
	assert meta.get_field(FIELD).fieldtype == "Int"
	names = [field.fieldname for field in meta.fields]
	assert names.index(FIELD) == names.index("purpose") + 1
	assert frappe.get_doc("Workflow", _workflow()).transitions[0].condition == CONDITION
	rows = {row.role: row for row in meta.permissions if not row.permlevel}
	assert rows["Auditor"].read and not rows["Auditor"].print and rows["Accountant"].create
	assert json.loads(frappe.db.get_value("Workspace", WORKSPACE, "content"))[0]["id"] == BLOCK["id"]
	assert frappe.db.exists("Print Format", FORMAT)
	assert frappe.db.exists("Report", BUILT) and frappe.db.exists("Report", QUERIED)


def test_the_work_goes_on(home):
	"""A resolution with the operator's field goes the operator's way and is printed on the operator's paper."""
	with factory.acting_as(home.accountant):
		doc = home.expense(**{FIELD: 12})
	doc = factory.settle(factory.approve(doc))
	assert doc.stage == "Settled"
	assert frappe.db.get_value(DOCTYPE, doc.name, FIELD) == 12
	paper = {"doc": DOCTYPE, "name": doc.name, "print_format": FORMAT}
	said = text_of(call(home.accountant, "frappe.www.printview.get_html_and_style", **paper))
	assert f"<h1>{doc.purpose}</h1>" in said
	filters = {"facility": home.facility, "accounting_year": home.year, "month": 12}
	with factory.acting_as(home.accountant):
		assert any(
			"20,000" in str(row) or "20000" in str(row) for row in engine.draw("cash_book", filters).rows
		)
	said = text_of(call(home.accountant, "frappe.desk.query_report.run", report_name=QUERIED, filters={}))
	assert home.facility in said
	asked = {"doctype": DOCTYPE, "fields": ["name", FIELD], "filters": [[DOCTYPE, FIELD, "=", 12]]}
	assert doc.name in text_of(call(home.accountant, "frappe.desk.reportview.get", **asked))
	frappe.db.rollback()


def test_what_nobody_changed_is_renewed(home):
	"""Only what differs from what the last version brought is the operator's."""
	page = frappe.get_doc("Workspace", "Auditor")
	shipped = page.content
	keeping.note_changes()
	page.db_set("content", "[]")  # a new version's file
	keeping.put_back()
	assert frappe.db.get_value("Workspace", "Auditor", "content") == "[]"
	page.db_set("content", shipped)
	keeping.put_back()
	frappe.db.commit()

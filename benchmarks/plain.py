"""The yardstick: a plain submittable DocType of the framework with as many fields and rows, inserted and saved four times."""

import frappe

PARENT, CHILD = "Bench Document", "Bench Document Row"
FIELDS = 24
ROW_FIELDS = 8
LINES = 2


def prepare() -> dict:
	"""Make the two DocTypes where they are missing."""
	_make(CHILD, ROW_FIELDS, istable=1)
	rows = {
		"fieldname": "rows",
		"fieldtype": "Table",
		"label": "Rows",
		"options": CHILD,
		"allow_on_submit": 1,
	}
	_make(PARENT, FIELDS, [rows], is_submittable=1, permissions=[{"role": "System Manager", "read": 1}])
	frappe.db.commit()
	return {}


def live(_subject: dict, count: int, number: int) -> None:
	"""Insert, save twice, submit and save once more, each a transaction, as often as wanted."""
	for serial in range(count):
		values = {f"field_{i}": f"값 {number}-{serial}-{i}" for i in range(FIELDS)}
		rows = [{f"field_{i}": f"행 {row}-{i}" for i in range(ROW_FIELDS)} for row in range(LINES)]
		name = frappe.get_doc({"doctype": PARENT, **values, "rows": rows}).insert().name
		frappe.db.commit()
		for step in range(4):
			frappe.set_user("Administrator")
			doc = frappe.get_doc(PARENT, name)
			doc.field_0 = f"바꿈 {step}"
			doc.submit() if step == 2 else doc.save()
			frappe.db.commit()


def _make(name: str, fields: int, more: list | None = None, **kw) -> None:
	if frappe.db.exists("DocType", name):
		return
	own = [
		{"fieldname": f"field_{i}", "fieldtype": "Data", "label": f"Field {i}", "allow_on_submit": 1}
		for i in range(fields)
	]
	frappe.get_doc(
		{
			"doctype": "DocType",
			"name": name,
			"module": "Custom",
			"custom": 1,
			"fields": own + (more or []),
			**kw,
		}
	).insert()

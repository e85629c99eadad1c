"""Lists of persons that leave the system as a file: with a purpose, and with the number of persons on record (P1).

Which records are about persons is the hook `huimang_personal_records`. The framework's three ways of exporting records are
looked at before they run, whatever asks for them.
"""

from __future__ import annotations

import frappe
from frappe import _

from huimang.gate.asked import asked
from huimang.security import access_log

_TEMPLATE = "frappe.core.doctype.data_import.data_import.download_template"
EXPORTS = frozenset(
	{
		"frappe.desk.reportview.export_query",
		"frappe.core.doctype.data_export.exporter.export_data",
		_TEMPLATE,
	}
)
_FILTERS = ("filters", "export_filters")


def personal_records() -> list[str]:
	"""Return the DocTypes whose records are about persons."""
	return frappe.get_hooks("huimang_personal_records")


def check_request() -> None:
	"""Refuse an export of persons without a purpose, and remember purpose and number for the log (hook: auth_hooks).

	The framework logs two of the ways by itself; of the template filled with records, it does not.
	"""
	form = frappe.local.form_dict
	if not form or not form.get("doctype"):
		return
	methods = EXPORTS.intersection(asked(frappe.local.request.path, form).methods)
	if not methods:
		return
	# the framework's functions know no such argument
	purpose = form.pop("purpose", None)
	if form["doctype"] not in personal_records():
		return
	if methods == {_TEMPLATE} and form.get("export_records") == "blank_template":
		return
	if not isinstance(purpose, str) or len(purpose.strip()) < 2:
		frappe.throw(_("These are personal data. Please state what you need the file for."))
	frappe.flags.huimang_purpose = purpose.strip()
	frappe.flags.huimang_subjects = _count(form)
	if _TEMPLATE in methods:
		access_log.record(
			"Download",
			document_type=form["doctype"],
			subjects=frappe.flags.huimang_subjects,
			detail=str(form.get("file_type") or ""),
		)
		frappe.db.commit()  # the request may be a GET, which the framework takes back at its end


def _count(form: dict) -> int:
	"""Return how many records the user is about to have: those selected, or those that the filters leave."""
	if selected := form.get("selected_items"):
		return len(frappe.parse_json(selected))
	filters = next((form[name] for name in _FILTERS if form.get(name)), None)
	if filters in (None, "null"):
		filters = []
	rows = frappe.get_list(form["doctype"], filters=frappe.parse_json(filters), pluck="name", limit=0)
	return len(rows)

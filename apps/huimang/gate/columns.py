"""Columns that a user adds to a report: not from records of facilities.

The framework looks their values up for everybody's records by whatever stands in a column of the report, a note that the
user wrote among them.
"""

from __future__ import annotations

import frappe
from frappe import _

from huimang.errors import GateError
from huimang.facility import scope
from huimang.gate.grammar import parsed

ASKED_IN = {
	"frappe.desk.query_report.run": "custom_columns",
	"frappe.desk.query_report.save_report": "columns",
}
"""Functions of the framework, and their arguments that hold the columns."""


def check(methods: tuple[str, ...], form: dict) -> None:
	"""Refuse a column of another DocType that is guarded.

	Raises:
		GateError: naming the DocType.
	"""
	for method in ASKED_IN.keys() & set(methods):
		columns = parsed(form.get(ASKED_IN[method]))
		for column in columns if isinstance(columns, list) else ():
			if not isinstance(column, dict) or not column.get("link_field"):
				continue
			if scope.is_guarded(str(column.get("doctype") or "")):
				frappe.throw(
					_("Columns of {0} cannot be added to a report.").format(_(column["doctype"])), GateError
				)

"""A stored document as a decision finds it: locked, read by plain statements, and with it all that the decision looks up."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.database import shared_cache
from huimang.database.sql import select_statement

_OF_THE_SITE = (
	*("app_hooks", "db_tables", "huimang_installed_scopes", "is_table"),
	*("non_standard_user_types", "server_script_map", "time_zone"),
)
_OF_THE_DOCTYPE = ("assignment_rule_map", "milestone_tracker_map", "notifications", "workflow")
_OF_THE_FACILITY = ("huimang_deputies", "huimang_final_limits", "huimang_rosters")
_OF_THE_USER = ("huimang_grants", "notification_config", "roles", "user_permissions")


def locked(doctype: str, name: str) -> dict:
	"""Return the values of a document and its rows, locked until the transaction ends."""
	stored = frappe.db.sql(f"{select_statement(doctype, ('*',))} FOR UPDATE", name, as_dict=True)
	if not stored:
		frappe.throw(_("{0} {1} not found").format(_(doctype), name), frappe.DoesNotExistError)
	values = {**stored[0], "doctype": doctype}
	tables = frappe.get_meta(doctype).get_table_fields()
	_fetch_ahead(doctype, values["facility"], [df.options for df in tables])
	for df in tables:
		rows = select_statement(df.options, ("*",), ("parent", "parenttype", "parentfield"))
		values[df.fieldname] = frappe.db.sql(
			f"{rows} ORDER BY idx FOR UPDATE", (name, doctype, df.fieldname), as_dict=True
		)
	return values


def _fetch_ahead(doctype: str, facility: str, tables: list[str]) -> None:
	"""Read in one go what saving a document by a decision looks up in the shared cache."""
	user = frappe.session.user
	shared_cache.fetch(
		_OF_THE_SITE,
		[
			*(("doctype_meta", name) for name in (*tables, "User Permission")),
			*((name, doctype) for name in _OF_THE_DOCTYPE),
			("assignment_rule_map", f"due_date_rules_for_{doctype}"),
			*((name, facility) for name in _OF_THE_FACILITY),
			*((name, user) for name in _OF_THE_USER),
		],
	)

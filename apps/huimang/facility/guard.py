"""One look at every request, before the framework's own function runs.

The framework has hundreds of functions that take a DocType and a name, and not all ask whether the user may read that
document (titles of links, follow-ups, tags, reviews, shares …). Whatever the function: naming a facility's document
that is out of reach ends here.
"""

from collections.abc import Iterator
from types import ModuleType

import frappe
from frappe import _

from huimang.errors import FacilityAccessError
from huimang.facility import access, owned, references, scope

KINDS = frozenset(
	{
		"attached_to_doctype",
		"doctype",
		"document_type",
		"dt",
		"link_doctype",
		"parenttype",
		"ref_doctype",
		"reference_doctype",
		"reminder_doctype",
		"share_doctype",
	}
)
"""Arguments that name a DocType."""

NAMES = frozenset(
	{
		"attached_to_name",
		"dn",
		"doc",
		"doc_name",
		"docname",
		"docnames",
		"docs",
		"document_name",
		"items",
		"link_name",
		"name",
		"names",
		"old",
		"old_name",
		"parent",
		"ref_docname",
		"ref_name",
		"reference_docname",
		"reference_name",
		"reminder_docname",
		"share_name",
		"value",
	}
)
"""Arguments that name one document, or several as a JSON list."""

OWNERS = {"data_import": "Data Import", "data_import_name": "Data Import"}
"""Arguments that name a record of one DocType, in functions of the framework that do not ask for permission."""

PREPARED = "prepared_report_name"
"""The filter by which a report is asked to show what it prepared for somebody in the background."""


def check_request() -> None:
	"""Refuse a request that names a document out of the user's reach (hook: auth_hooks, when the user is known).

	Raises:
		FacilityAccessError: always the same sentence, whichever document it is.
	"""
	user, arguments = frappe.session.user, frappe.local.form_dict
	if user == "Administrator" or not arguments:
		return
	doctypes = {arguments[key] for key in KINDS & arguments.keys() if isinstance(arguments[key], str)}
	for doctype in filter(scope.is_guarded, doctypes):
		for name in _names(arguments):
			if _judge(doctype).is_out_of_reach(user, doctype, name):
				_refuse()
	for key, doctype in OWNERS.items():
		name = arguments.get(key)
		if isinstance(name, str) and frappe.db.exists(doctype, name):
			if not frappe.has_permission(doctype, "read", doc=name, user=user):
				_refuse()
	if (prepared := _prepared_report(arguments)) and owned.is_out_of_reach(user, "Prepared Report", prepared):
		_refuse()


def _judge(doctype: str) -> ModuleType:
	if scope.is_scoped(doctype):
		return access
	return owned if doctype in scope.PERSONAL else references


def _prepared_report(arguments: dict) -> str | None:
	filters = arguments.get("filters")
	if not isinstance(filters, str) or PREPARED not in filters:
		return None
	filters = frappe.parse_json(filters)
	return str(filters.get(PREPARED) or "") if isinstance(filters, dict) else None


def _names(arguments: dict) -> Iterator[str]:
	for key in NAMES & arguments.keys():
		value = arguments[key]
		if isinstance(value, str) and value.startswith("["):
			try:
				value = frappe.parse_json(value)
			except ValueError:
				continue
		for name in value if isinstance(value, list) else [value]:
			if isinstance(name, str) and name:
				yield name


def _refuse() -> None:
	frappe.throw(_("You do not have access to this document."), FacilityAccessError)

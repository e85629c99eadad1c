"""The gate: every request passes here before the framework's own functions see it (hooks: before_request, auth_hooks, on_login).

It stands in front of an official Frappe as well as of the copy of the registries, and changes neither.
"""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe import _

from huimang.errors import GateError
from huimang.gate import arguments, columns, letters, methods
from huimang.gate.asked import API, asked
from huimang.gate.grammar import is_doctype

KEYS_OF = "Frappe-Authorization-Source"
"""The header that says of which DocType an API key is: the framework looks it up, before anybody is known, as it stands."""


def check_headers() -> None:
	"""Refuse API keys of anything but users (hook: before_request).

	Raises:
		GateError: the header names something else.
	"""
	if frappe.get_request_header(KEYS_OF) not in (None, "User"):
		_refuse(_("This address cannot be used."))


def check_request() -> None:
	"""Refuse what this user has no business with (hook: auth_hooks, when the user is known).

	Raises:
		GateError: the function is not open to this kind of user, or not by this verb; or an argument is not what its name says.
	"""
	request, form, user = frappe.local.request, frappe.local.form_dict, frappe.session.user
	wanted = asked(request.path, form)
	for method in wanted.methods:
		if not methods.is_open(method, user, request.method):
			_refuse(_("This function is not open to you."))
	if wanted.mapper is not None and not methods.is_mapper(wanted.mapper):
		_refuse(_("This function is not open to you."))
	if not all(map(is_doctype, wanted.doctypes)):
		_refuse(_("This address cannot be used."))
	if wanted.doctypes and user == "Guest":
		_refuse(_("Please log in first."))
	if not form or user == "Administrator" or _is_document(request, wanted):
		return
	if name := arguments.wrong(wanted.methods, form):
		_refuse(_("The list cannot be shown with this condition: {0}").format(frappe.utils.escape_html(name)))
	columns.check(wanted.methods, form)
	if letters.MAKE in wanted.methods and methods.kind_of(user) != "manager":
		letters.check(form)


def check_login(login_manager) -> None:
	"""Refuse a login whose password stands in the address: addresses are kept in logs and histories (hook: on_login).

	Raises:
		GateError: the login came by GET.
	"""
	if frappe.local.request and frappe.local.request.method in methods.SAFE and _is_login():
		_refuse(_("This address cannot be used."))


def _is_login() -> bool:
	return frappe.local.form_dict.get("cmd") == "login" or frappe.local.request.path.endswith("/method/login")


def _is_document(request, wanted) -> bool:
	"""Whether the arguments are the fields of a document to be stored, and mean nothing else."""
	return (
		bool(wanted.doctypes)
		and not wanted.methods
		and request.path.startswith(API)
		and request.method in ("POST", "PUT", "PATCH")
	)


def _refuse(message: str) -> NoReturn:
	frappe.throw(message, GateError)

"""Documents hold together inside one facility, whatever a client sends."""

import frappe
from frappe import _

from huimang.errors import FacilityAccessError
from huimang.facility import files, scope
from huimang.facility.access import reaches

_ATTACHMENTS = ("Attach", "Attach Image")


def check(doc, method: str | None = None) -> None:
	"""Before any document is saved (hook on all DocTypes): what it links to is of its own facility and its files are the user's to give.

	The framework checks of a link only that the record exists, names of records can be guessed, and a linked record's
	title and fields are fetched into the form.
	"""
	if frappe.flags.in_install or frappe.flags.in_migrate or frappe.flags.in_patch:
		return
	before = doc.get_doc_before_save()
	if doc.meta.istable:
		_check_holder(doc, before)
	elif scope.is_scoped(doc.doctype):
		check_links(doc, before)
		for url in _attachments(doc) - _attachments(before):
			files.require_readable(url)


def check_links(doc, before=None) -> None:
	"""Refuse links to another facility's records.

	Args:
		doc: a document that bears a facility.
		before: the document as it is stored; what it links to already is not looked at again.

	Raises:
		FacilityAccessError: names the DocType and the record.
	"""
	facility = doc.get(scope.facility_field(doc.doctype) or "")
	if not facility or doc.doctype == scope.FACILITY:
		return
	known = _links(before)
	for target, names in _links(doc).items():
		field = scope.facility_field(target)
		new = names - known.get(target, set())
		if target == doc.doctype:
			new.discard(doc.name)  # an account subject names itself as the 목 of its path
		# from the cache: the facility of a record never changes, and a document links to a dozen of them
		owners = {name: frappe.get_cached_value(target, name, field) for name in sorted(new)}
		stranger = next((name for name, owner in owners.items() if owner != facility), None)
		if stranger:
			frappe.throw(
				_("{0} {1} belongs to another facility. Please choose one of this facility.").format(
					_(target), stranger
				),
				FacilityAccessError,
			)


def check_rename(doc, method: str, old: str, new: str, merge: bool = False) -> None:
	"""Before a document is renamed or merged into another: the framework asks for the right on the DocType only."""
	user = frappe.session.user
	for name in [old, new] if merge else [old]:
		if (
			scope.is_scoped(doc.doctype)
			and user != "Administrator"
			and not reaches(user, doc.doctype, name, "write")
		):
			frappe.throw(_("You do not have access to this document."), FacilityAccessError)


def check_share(share, method: str | None = None) -> None:
	"""Before a document is shared: with somebody who works in its facility anyway, to let them do more, never with outsiders."""
	if not scope.is_scoped(share.share_doctype):
		return
	if share.everyone or not reaches(share.user, share.share_doctype, share.share_name):
		frappe.throw(
			_("This document belongs to a facility. It can be shared with people who may read it there."),
			FacilityAccessError,
		)


def _check_holder(row, before) -> None:
	"""A row saved on its own stays with the document that holds it: permission is judged by that document."""
	if before and (row.parenttype, row.parent) != (before.parenttype, before.parent):
		frappe.throw(_("A row cannot be moved to another document."), FacilityAccessError)


def _links(doc) -> dict[str, set[str]]:
	"""{DocType that bears a facility: names} of everything that the document and its rows link to."""
	found = {}
	for part in _parts(doc):
		for field in part.meta.get_link_fields() + part.meta.get_dynamic_link_fields():
			target = part.get(field.options) if field.fieldtype == "Dynamic Link" else field.options
			if target == scope.FACILITY or not (value := part.get(field.fieldname)):
				continue
			if scope.facility_field(target):
				found.setdefault(target, set()).add(value)
	return found


def _attachments(doc) -> set[str]:
	return {
		part.get(field.fieldname)
		for part in _parts(doc)
		for field in part.meta.fields
		if field.fieldtype in _ATTACHMENTS and part.get(field.fieldname)
	}


def _parts(doc) -> list:
	return [doc, *doc.get_all_children()] if doc else []

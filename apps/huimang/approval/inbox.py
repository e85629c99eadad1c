"""결재함: what waits for one person over all kinds of documents, and what they need to see in order to decide."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model import no_value_fields
from frappe.model.base_document import get_controller
from frappe.utils import cint, formatdate, get_fullname

from huimang.approval import progress, queries
from huimang.approval.document import ApprovalDocument
from huimang.money import format_won, in_words, won

MOST = 100
"""So many documents are listed of each kind; whoever has more to decide on decides on the oldest first."""

_SKIPPED = {
	"facility",
	"workflow_state",
	"stage",
	"decided_by",
	"approval_step",
	"accounting_unit",
	"amended_from",
}
_TEXTS = {
	"Data",
	"Small Text",
	"Text",
	"Long Text",
	"Select",
	"Link",
	"Date",
	"Currency",
	"Int",
	"Float",
	"Dynamic Link",
}


def kinds(user: str) -> list[str]:
	"""Return the kinds of documents with an approval line that `user` may read."""
	return [
		doctype
		for doctype in frappe.get_all(
			"Workflow", {"is_active": 1}, pluck="document_type", order_by="document_type"
		)
		if issubclass(get_controller(doctype), ApprovalDocument)
		and frappe.has_permission(doctype, "read", user=user)
	]


def waiting(user: str) -> list[dict]:
	"""Return what the session's user can decide on now, what has waited longest first."""
	cards = []
	for doctype in kinds(user):
		names = frappe.get_list(
			doctype,
			filters=queries.waiting_filters(doctype, user),
			order_by="modified asc",
			limit_page_length=MOST,
			pluck="name",
		)
		for name in names:
			doc = frappe.get_doc(doctype, name)
			# what everybody with the role is shown is not for each of them: nobody vouches for their own work
			actions = _actions(doc)
			if any(action["decision"] == "Approved" for action in actions):
				cards.append({**_card(doc), "actions": actions})
	return sorted(cards, key=lambda card: card["waiting_since"])


def glance(doctype: str, name: str) -> dict:
	"""Return what a decision on a document needs: its head, its lines, its budget, its evidence and its way so far.

	Raises PermissionError where the user may not read it.
	"""
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	approval = progress.of(doc)
	return {
		**_card(doc),
		"in_words": in_words(doc.approval_amount) if doc.approval_amount else "",
		"head": _head(doc),
		"tables": tables(doc),
		"budget": doc.budget_at_a_glance(),
		"files": _files(doc),
		"boxes": approval["boxes"],
		"steps": approval["steps"],
		"actions": approval["actions"],
	}


def tables(doc) -> list[dict]:
	"""Return the tables of a document as they are shown at a glance."""
	return [table for df in doc.meta.get_table_fields() if (table := _table(doc, df))]


def _actions(doc) -> list[dict]:
	return [
		{key: action[key] for key in ("action", "decision", "needs_reason")}
		for action in progress.open_actions(doc)
		if action["decision"] in ("Approved", "Returned")
	]


def _card(doc) -> dict:
	return {
		"doctype": doc.doctype,
		"name": doc.name,
		"kind": _(doc.doctype),
		"title": doc.get_title(),
		"amount": doc.approval_amount,
		"writer": get_fullname(doc.owner),
		"facility": frappe.get_cached_value("Facility", doc.facility, "facility_name"),
		"waiting_since": str(doc.modified),
		"state": _(doc.workflow_state),
	}


def _head(doc) -> list[dict]:
	"""Return the filled fields of the head that staff see on the form, as label and text."""
	title = doc.meta.get_title_field()
	return [
		{"label": _(df.label), "text": text}
		for df in doc.meta.fields
		if df.fieldtype in _TEXTS
		and df.label
		and not df.hidden
		and df.fieldname not in _SKIPPED | {title}
		# the amount stands above in large figures
		and not (df.fieldtype == "Currency" and won(doc.get(df.fieldname) or 0) == doc.approval_amount)
		and (text := _text(doc, df))
	]


def _table(doc, table) -> dict | None:
	"""Return a table with the columns of its grid, amounts last, or None where it is empty or shown as files."""
	rows = doc.get(table.fieldname)
	if not rows or table.options == "Resolution Evidence":
		return None
	columns = [df for df in frappe.get_meta(table.options).fields if df.in_list_view and not df.hidden]
	columns = [df for df in columns if any(row.get(df.fieldname) for row in rows)]
	columns.sort(key=lambda df: df.fieldtype == "Currency")
	return {
		"title": _(table.label),
		"columns": [{"label": _(df.label), "is_amount": df.fieldtype == "Currency"} for df in columns],
		"rows": [[_text(row, df) for df in columns] for row in rows],
	}


def _text(doc, df) -> str:
	value = doc.get(df.fieldname)
	if value in (None, "") or df.fieldtype in no_value_fields:
		return ""
	match df.fieldtype:
		case "Currency":
			return format_won(won(value)) if value else ""
		case "Date":
			return formatdate(value)
		case "Select":
			return _(value)
		case "Int" | "Float":
			return f"{value:,g}" if value else ""
		case "Link":
			return _title(df.options, value)
		case "Dynamic Link":
			return _title(doc.get(df.options), value)
	return str(value)


def _title(doctype: str, name: str) -> str:
	if doctype == "User":
		return get_fullname(name)
	meta = frappe.get_meta(doctype)
	if not meta.show_title_field_in_link:
		return _(name)
	return frappe.get_cached_value(doctype, name, meta.get_title_field()) or name


def _files(doc) -> list[dict]:
	"""Return the files of a document that the user may read, with what their rows say of them."""
	said = {row.get("attachment"): row for row in doc.get("evidence") or () if row.get("attachment")}
	files = frappe.get_all(
		"File",
		{"attached_to_doctype": doc.doctype, "attached_to_name": doc.name, "is_folder": 0},
		["file_url", "file_name"],
		order_by="creation",
	)
	shown = {file.file_url: file.file_name for file in files}
	return [
		{
			"url": url,
			"name": file_name,
			"kind": _(said[url].evidence_type) if url in said else "",
			"sheets": cint(said[url].sheets) if url in said else 0,
		}
		for url, file_name in shown.items()
	]

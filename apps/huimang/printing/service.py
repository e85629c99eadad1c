"""Documents as PDF, by the print formats that operators see and change in Desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.translate import print_language
from frappe.utils.jinja import get_jenv
from frappe.www.printview import get_print_format_doc, get_print_style, get_rendered_template, set_link_titles

from huimang.printing import form_kinds, pdf, resolution_form

APP = "huimang"


@dataclass(frozen=True)
class Job:
	"""Documents to be printed into one PDF.

	Attributes:
		print_format: name of a Print Format of the DocType; None for its default one.
		letterhead: name of a Letter Head; None for none. Our forms bear the facility's name themselves.
	"""

	doctype: str
	names: list[str]
	print_format: str | None = None
	letterhead: str | None = None


@dataclass(frozen=True)
class Printed:
	"""A PDF and what it is called."""

	title: str
	content: bytes


def prints(doctype: object) -> bool:
	"""Tell whether documents of ``doctype`` are printed here: those of this app. Others are the framework's to print."""
	if not isinstance(doctype, str):
		return False
	module = frappe.db.get_value("DocType", doctype, "module", cache=True)
	return bool(module) and frappe.local.module_app.get(frappe.scrub(module)) == APP


def print_documents(job: Job) -> Printed:
	"""Return the documents in one PDF, each starting on a page of its own.

	Raises PermissionError where the user may not print one of them; nothing is rendered then.
	"""
	return print_loaded(require_permission(job), job)


def print_loaded(docs: Sequence[Document], job: Job) -> Printed:
	"""Return documents that were read and found permitted, as they are in memory, in one PDF."""
	with print_language("ko"):
		format_doc = get_print_format_doc(job.print_format, meta=frappe.get_meta(job.doctype))
		title = _title(docs, format_doc)
		return Printed(title, pdf.render(_sheets(docs, format_doc, job.letterhead), title=title))


def sheets(docs: Sequence[Document]) -> list[str]:
	"""Return documents of one DocType that were found permitted as sheets, on the DocType's own print format."""
	with print_language("ko"):
		return _sheets(docs, get_print_format_doc(None, meta=docs[0].meta))


def _sheets(docs: Sequence[Document], format_doc: Any | None, letterhead: str | None = None) -> list[str]:
	if docs[0].doctype in form_kinds.KINDS:
		resolution_form.prepare(docs)
	return [sheet(doc, format_doc, letterhead) for doc in docs]


def require_permission(job: Job) -> list[Document]:
	"""Return the documents, all of which the user may read and print. Raises PermissionError where one may not be."""
	docs = [frappe.get_doc(job.doctype, name) for name in job.names]
	for doc in docs:
		doc.check_permission("read")
		doc.check_permission("print")
	return docs


def _title(docs: Sequence[Document], print_format: Any | None) -> str:
	"""Return what a PDF of ``docs`` is called: 지출결의서_2026-00001."""
	kind = print_format.name if print_format else frappe._(docs[0].doctype, "ko")
	number = docs[0].get("resolution_no") or docs[0].get("request_no") or docs[0].get_title() or docs[0].name
	more = f"_외_{len(docs) - 1}건" if len(docs) > 1 else ""
	return f"{kind}_{number}{more}"


def sheet(doc: Document, print_format: Any | None, letterhead: str | None = None) -> str:
	"""Return one document as HTML with its style sheets, as Desk's print view shows it."""
	set_link_titles(doc)
	html = get_rendered_template(
		doc, print_format=print_format, meta=doc.meta, no_letterhead=not letterhead, letterhead=letterhead
	)
	return f"{_styles(print_format)}<div class='print-format'>{html}</div>"


def _styles(print_format: Any | None) -> str:
	if print_format and print_format.custom_format:
		return f"<style>{print_format.css or ''}</style>"
	# The framework's own layout, field by field, needs the framework's style.
	bundle = get_jenv().globals["include_style"]("print.bundle.css")
	return f"{bundle}<style>{get_print_style(print_format=print_format)}</style>"

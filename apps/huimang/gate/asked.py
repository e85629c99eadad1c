"""What a request asks the framework to call, by whichever of its ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import frappe
from frappe.model.base_document import get_controller

API = "/api/"
VERSIONS = ("v1", "v2")
BARE = frozenset({"run_doc_method", "runserverobj"})
"""The framework's functions that call a method of a document."""
MAPS = frozenset({"frappe.model.mapper.make_mapped_doc", "frappe.model.mapper.map_docs"})
"""The framework's functions that write a document from another one: they call what `method` names with nothing but that one's name."""
CALLERS = {
	"query": None,
	"tree_method": None,
	"run_method": None,
	"method": frozenset(
		{
			"upload_file",
			"frappe.handler.upload_file",
			"uploadfile",
			"frappe.handler.uploadfile",
		}
	)
	| MAPS,
}
"""Arguments that name a function to call in turn, and in which functions they do."""


@dataclass(frozen=True)
class Asked:
	"""What one request asks for.

	:ivar methods: names of functions, as the framework would look them up; a document's method by the class that has it.
	:ivar doctypes: DocTypes of the REST resources that it names.
	:ivar mapper: what is to write a document from another one, of `methods`.
	"""

	methods: tuple[str, ...]
	doctypes: tuple[str, ...]
	mapper: str | None = None


def asked(path: str, form: dict) -> Asked:
	"""Read a request's path and arguments."""
	methods, doctypes = [], []
	if cmd := form.get("cmd"):
		methods.append(cmd)
	if path.startswith(API):
		kind, *rest = _parts(path)
		if kind == "method" and rest:
			methods.append(rest[0])
			if len(rest) > 1:
				# the framework's second interface calls a function of a DocType by two names; the first takes no second
				methods.append("/".join(rest))
		elif kind in ("resource", "document", "doctype") and rest:
			doctypes.append(rest[0])
			if "method" in rest[2:]:
				methods += _of_document(rest[0], rest[-1])
			if run := form.get("run_method"):
				methods += _of_document(rest[0], run)
	mapper = str(form.get("method") or "") if MAPS & set(methods) else None
	methods += _called_in_turn(methods, form)
	return Asked(tuple(str(method) for method in methods), tuple(doctypes), mapper)


def _parts(path: str) -> list[str]:
	"""The path's parts behind /api/ and the version."""
	parts = [part for part in path[len(API) :].split("/") if part]
	if parts and parts[0] in VERSIONS:
		parts = parts[1:]
	return parts or [""]


def _called_in_turn(methods: list[str], form: dict) -> Iterator[str]:
	if BARE & set(methods):
		yield from _of_document(_doctype_sent(form), str(form.get("method") or ""))
	for argument, callers in CALLERS.items():
		named = form.get(argument)
		if argument != "run_method" and isinstance(named, str) and named:
			if callers is None or callers & set(methods):
				yield named


def _doctype_sent(form: dict) -> str:
	"""The DocType of the document whose method `run_doc_method` is to call."""
	if form.get("dt"):
		return str(form["dt"])
	sent = form.get("docs") or form.get("document")
	try:
		sent = frappe.parse_json(sent)
	except ValueError:
		return ""
	return str(sent.get("doctype") or "") if isinstance(sent, dict) else ""


def _of_document(doctype: str, method: str) -> list[str]:
	"""A document's method by its whole name, so that it is judged as what it is whichever DocType inherits it."""
	try:
		function = getattr(get_controller(doctype), method)
	except Exception:
		# no such DocType, or no such method: the framework says so itself, and nothing is called
		return [f"{doctype}.{method}"]
	return [f"{function.__module__}.{function.__qualname__}"]

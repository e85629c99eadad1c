"""Every text of the app that staff may read, collected from its sources: no site is needed.

Python and JavaScript: what goes through `_()` and `__()`, and the messages of `RuleViolation`. JSON: what Frappe
translates when it shows a DocType, a report, a workspace, a workflow …
"""

import ast
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "apps" / "huimang"
KOREAN = APP / "translations" / "ko.csv"


class Text(NamedTuple):
	"""A text (msgid), the context it is looked up with, and where it stands."""

	source: str
	context: str
	place: str


class Row(NamedTuple):
	"""A row of a translation file."""

	source: str
	target: str
	context: str


def rows(path: Path = KOREAN) -> list[Row]:
	"""The rows of a translation file, in order."""
	with path.open(encoding="utf-8", newline="") as handle:
		return [Row(*(list(row) + ["", ""])[:3]) for row in csv.reader(handle) if row]


def collect(app: Path = APP) -> list[Text]:
	"""All texts below an app's folder."""
	texts: list[Text] = []
	for path in sorted(app.rglob("*")):
		if (
			path.is_dir()
			or {"node_modules", "dist", "__pycache__"} & set(path.parts)
			or path.name in NOT_FOR_STAFF
		):
			continue
		place = str(path.relative_to(app))
		reader = READERS.get(path.suffix)
		if reader:
			texts += [Text(s, c, place) for s, c in reader(path.read_text(encoding="utf-8")) if s.strip()]
	return texts


# Python


SENTENCE = re.compile(r"[A-Z{][^\n]* [^\n]*\.")


def from_python(code: str) -> Iterator[tuple[str, str]]:
	"""Texts given literally to `_()` and to `RuleViolation()`, and whole sentences that are kept as data."""
	tree = ast.parse(code)
	remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
	for node in ast.walk(tree):
		if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks:
			if SENTENCE.fullmatch(node.value):
				yield node.value, ""
		if not isinstance(node, ast.Call) or not node.args:
			continue
		name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
		source = _literal(node.args[0])
		if source is None or name not in ("_", "_lt", "RuleViolation"):
			continue
		context = next((_literal(k.value) for k in node.keywords if k.arg == "context"), None)
		yield source, context or ""


def _literal(node: ast.expr) -> str | None:
	return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


# JavaScript and templates

CALL = re.compile(
	r"""(?<![\w.])__?\(\s*(?P<q>["'`])(?P<text>(?:\\.|(?!(?P=q)).)*)(?P=q)\s*"""
	r"""(?:,\s*(?:null|\[[^\]]*\])\s*,\s*(?P<c>["'])(?P<context>(?:(?!(?P=c)).)+)(?P=c))?""",
	re.S,
)


def from_code(code: str) -> Iterator[tuple[str, str]]:
	"""Texts given literally to `__()` in JavaScript and to `_()` or `__()` in templates."""
	for found in CALL.finditer(code):
		text = re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), found["text"])
		yield text, found["context"] or ""


# Documents kept as JSON

LABELS = ("label", "description", "title", "documentation", "success_message", "html_description")


def from_json(code: str) -> Iterator[tuple[str, str]]:
	"""Texts of documents that Frappe translates when it shows them."""
	content = json.loads(code)
	for doc in content if isinstance(content, list) else [content]:
		if isinstance(doc, dict) and doc.get("doctype") in DOCUMENTS:
			for source in DOCUMENTS[doc["doctype"]](doc):
				if source and is_english(source):
					yield source, ""


def is_english(source: str) -> bool:
	"""Not a number, not Korean already: an English sentence may well name a Korean law."""
	words = re.sub(r"\{\w*\}", "", source)
	return len(re.findall("[A-Za-z]", words)) > len(re.findall("[가-힣]", words))


def _doctype(doc: dict) -> Iterator[str | None]:
	yield doc.get("name")
	yield doc.get("description")
	for field in doc.get("fields", []):
		yield from _field(field)
	for row in doc.get("permissions", []):
		yield row.get("role")
	for row in doc.get("actions", []) + doc.get("links", []):
		yield row.get("label") or row.get("group")
	for row in doc.get("states", []):
		yield row.get("title")


def _field(field: dict) -> Iterator[str | None]:
	yield field.get("label")
	yield field.get("description")
	if field.get("fieldtype") == "Select" and not field.get("fieldname", "").endswith("icon"):
		yield from (field.get("options") or "").split("\n")


def _report(doc: dict) -> Iterator[str | None]:
	yield doc.get("report_name") or doc.get("name")
	for row in doc.get("columns", []) + doc.get("filters", []):
		yield row.get("label")


def _workspace(doc: dict) -> Iterator[str | None]:
	yield doc.get("title")
	yield doc.get("label")
	for table in ("shortcuts", "links", "number_cards", "charts", "quick_lists", "custom_blocks"):
		for row in doc.get(table, []):
			yield row.get("label")
			yield row.get("format")
			yield row.get("description")
	for block in json.loads(doc.get("content") or "[]"):
		yield re.sub("<[^>]+>", "", block.get("data", {}).get("text") or "")


def _workflow(doc: dict) -> Iterator[str | None]:
	yield doc.get("name")
	for row in doc.get("states", []):
		yield row.get("state")
		yield row.get("message")
	for row in doc.get("transitions", []):
		yield row.get("action")


def _named(doc: dict) -> Iterator[str | None]:
	yield doc.get("name")
	for label in LABELS:
		yield doc.get(label)


DOCUMENTS = {
	"DocType": _doctype,
	"Report": _report,
	"Print Format": _named,
	"Page": _named,
	"Workspace": _workspace,
	"Number Card": lambda doc: [doc.get("label")],
	"Dashboard Chart": lambda doc: [doc.get("chart_name")],
	"Workflow": _workflow,
	"Workflow State": _named,
	"Workflow Action Master": _named,
	"Role": _named,
	"Role Profile": _named,
	"Module Profile": _named,
	"Custom Field": _field,
	"Web Form": _named,
	"Notification": lambda doc: [doc.get("subject")],
}

# Read by engineers in a terminal, not by staff.
NOT_FOR_STAFF = {"commands.py"}

READERS = {".py": from_python, ".js": from_code, ".vue": from_code, ".html": from_code, ".json": from_json}

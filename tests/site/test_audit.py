"""An audit of the code, read and not run: no SQL is put together of what comes from outside, and no query of a facility's records
goes without naming what bounds it.

What cannot be told from the source stands in a table here with the reason why it is right.
"""

import ast
from functools import cache
from pathlib import Path

import frappe
import pytest

import huimang
from huimang.facility import scope

ROOT = Path(huimang.__file__).parent
SQL = frozenset({"sql", "sql_list", "multisql", "sql_ddl"})
LISTS = frozenset(
	{"get_all", "get_list", "get_value", "get_values", "count", "exists", "set_value", "delete"}
)
"""The framework's functions that take a DocType and filters; of these `get_list` asks for permission itself."""


class Source(ast.NodeVisitor):
	"""The functions of a module by their names, and what stands in each."""

	def __init__(self, path: Path):
		self.module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
		self.calls: list[tuple[str, ast.Call, ast.AST]] = []
		self.tree = ast.parse(path.read_text())
		self._within: list[ast.AST] = []
		self.visit(self.tree)

	def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
		self._within.append(node)
		self.generic_visit(node)
		self._within.pop()

	def visit_Call(self, node: ast.Call) -> None:
		place = self._within[0] if self._within else self.tree
		names = [getattr(part, "name", "") for part in self._within]
		self.calls.append((".".join((self.module, *names)), node, place))
		self.generic_visit(node)


@cache
def sources() -> list[Source]:
	return [Source(path) for path in sorted(ROOT.rglob("*.py")) if "/patches/" not in str(path)]


def _assigned(name: str, place: ast.AST) -> list[ast.expr]:
	"""What a function gives a name of its own."""
	found = []
	for node in ast.walk(place):
		if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
			targets = node.targets if isinstance(node, ast.Assign) else [node.target]
			for target in targets:
				found += _given(name, target, node.value) if node.value else []
		if isinstance(node, ast.For | ast.comprehension):
			if isinstance(node.target, ast.Name) and node.target.id == name:
				found.append(node.iter)
	return found


def _appended(name: str, place: ast.AST) -> list[ast.expr]:
	"""What a function appends to a list of its own."""
	return [
		node.args[0]
		for node in ast.walk(place)
		if isinstance(node, ast.Call)
		and isinstance(node.func, ast.Attribute)
		and node.func.attr == "append"
		and isinstance(node.func.value, ast.Name)
		and node.func.value.id == name
	]


def _given(name: str, target: ast.expr, value: ast.expr) -> list[ast.expr]:
	if isinstance(target, ast.Name):
		return [value] if target.id == name else []
	if isinstance(value, ast.IfExp):
		return _given(name, target, value.body) + _given(name, target, value.orelse)
	if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
		pairs = zip(target.elts, value.elts, strict=False)
		return [given for part, got in pairs for given in _given(name, part, got)]
	return []


def is_written(node: ast.expr, place: ast.AST, depth: int = 12) -> bool:
	"""Whether a text is written in the source, whatever it is put together of."""
	if depth == 0:
		return False

	def all_written(parts) -> bool:
		return all(is_written(part, place, depth - 1) for part in parts)

	match node:
		case ast.Constant():
			return True
		case ast.JoinedStr(values=values):
			return all_written(values)
		case ast.FormattedValue(value=value) | ast.Starred(value=value):
			return is_written(value, place, depth - 1)
		case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
			return all_written(parts)
		case ast.Dict(values=parts):
			return all_written(parts)
		case ast.BinOp(left=left, op=ast.Add() | ast.Mult(), right=right):
			return is_written(left, place, depth - 1) and (
				isinstance(node.op, ast.Mult) or is_written(right, place, depth - 1)
			)
		case ast.IfExp(body=body, orelse=other):
			return all_written((body, other))
		case ast.GeneratorExp(elt=part) | ast.ListComp(elt=part):
			return is_written(part, place, depth - 1)
		case ast.Attribute(attr=name):
			return name.isupper()
		case ast.Subscript(value=value):
			return is_written(value, place, depth - 1)
		case ast.Name(id=name):
			if name.lstrip("_").isupper():
				return True
			values = _assigned(name, place) + _appended(name, place)
			return bool(values) and all_written(values)
		case ast.Call(func=ast.Attribute(attr="join", value=glue), args=[parts]):
			return all_written((glue, parts))
		case ast.Call(func=ast.Attribute(attr="escape"), args=_):
			return True
		case ast.Call(func=ast.Name(id="select_statement")):
			# it takes nothing but names
			return True
	return False


BUILT = {
	"database.bulk.fetch": "what statements and exports hand it, which this test reads too",
	"database.sql.insert_rows": "insert_statement: a DocType and columns from code",
	"ledger.balances.entry_totals": "columns from code",
	"ledger.closing.require_open": "written by the query builder",
	"ledger.masters.require_facility": "DocTypes from code",
	"ledger.verify._read_in_transaction": "the queries of this module",
	"overview._waiting": "DocTypes that have a workflow, and the field of their state",
	"personnel.filings.year_pay._of_lines": "a condition written in this module",
	"personnel.filings.year_pay._paid_elsewhere": "a condition written in this module",
	"personnel.payroll.slips._remove": "a condition written in the function",
	"practice.reset._delete_references": "the framework's own tables",
	"practice.reset._delete_rows": "a DocType that scope knows, its field of the facility, and its tables",
	"practice.reset._speaking": "a DocType that scope knows, and the fields by which it refers to others",
}
"""Where the source of a query's text is another function, and what that hands over."""


def test_sql_is_written_in_the_source():
	"""Values go into a query as parameters; what is put into its text is written in the source, or stands in BUILT with the reason."""
	built = {
		place
		for source in sources()
		for place, call, within in source.calls
		if isinstance(call.func, ast.Attribute)
		and call.func.attr in SQL
		and call.args
		and not is_written(call.args[0], within)
	}
	assert not (wrong := built - BUILT.keys()), "\n".join(sorted(wrong))


# ---- queries of facilities' records


def _doctype_of(call: ast.Call, module: ast.Module) -> str | None:
	"""The DocType that a query names, if the source names it: as a text or as a constant of the module."""
	if not call.args:
		return None
	first = call.args[0]
	if isinstance(first, ast.Name):
		named = [value for value in _constants(module).get(first.id, [])]
		first = named[0] if named else first
	return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _constants(module: ast.Module) -> dict[str, list[ast.expr]]:
	found: dict[str, list[ast.expr]] = {}
	for node in module.body:
		if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
			found.setdefault(node.targets[0].id, []).append(node.value)
	return found


def _keys(filters: ast.expr, place: ast.AST) -> set[str] | None:
	"""The fields by which a query is narrowed; None where the source does not say."""
	if isinstance(filters, ast.Dict):
		spread = [
			_keys(value, place) for key, value in zip(filters.keys, filters.values, strict=True) if not key
		]
		if None in spread:
			return None
		return {key.value for key in filters.keys if isinstance(key, ast.Constant)}.union(*spread)
	if isinstance(filters, ast.IfExp):
		return (_keys(filters.body, place) or set()) | (_keys(filters.orelse, place) or set())
	if isinstance(filters, ast.Name):
		found = [_keys(value, place) for value in _assigned(filters.id, place)]
		return set.union(*found, _set_later(filters.id, place)) if found and None not in found else None
	if isinstance(filters, ast.BinOp) and isinstance(filters.op, ast.BitOr):
		sides = [_keys(side, place) or set() for side in (filters.left, filters.right)]
		return set.union(*sides)
	return None


def _set_later(name: str, place: ast.AST) -> set[str]:
	return {
		node.targets[0].slice.value
		for node in ast.walk(place)
		if isinstance(node, ast.Assign)
		and isinstance(node.targets[0], ast.Subscript)
		and ast.unparse(node.targets[0].value) == name
		and isinstance(node.targets[0].slice, ast.Constant)
	}


def _bounds(doctype: str) -> set[str]:
	"""Fields of a DocType that lead to one facility: its own, and links to records of one."""
	meta = frappe.get_meta(doctype)
	links = {
		field.fieldname
		for field in meta.fields
		if (field.fieldtype == "Link" and scope.is_scoped(field.options or ""))
		or field.fieldtype == "Dynamic Link"
	}
	return links | {"name", "parent", "user", scope.facility_field(doctype) or "name"}


JOB = "a job of the platform, which goes through all facilities"
UNBOUND = {
	"card.connections.forget_contents Card Connection": JOB,
	"card.tasks.remind Facility": JOB,
	"commands.verify Facility": JOB,
	"demo.house.make_facility Corporation": "the demonstration's own, by its number",
	"demo.house.make_facility Facility": "the demonstration's own, by its number",
	"donation.tasks.remind_of_missed_pledges Facility": JOB,
	"facility.jurisdictions.apply Facility": "what an officer's area holds: given to the officer by an operator",
	"facility.service.renew_all Facility Membership": JOB,
	"huimang.doctype.facility_registration.facility_registration._refuse_registered Facility": (
		"whether the number is taken, on the whole platform"
	),
	"monitoring.tasks.look_again Facility": JOB,
	"personnel.people.late_cards Facility Employee": JOB,
	"personnel.work_tasks.grant_leave Facility": JOB,
	"property.tasks.due Asset Inspection": JOB,
	"registration.founding._corporation Corporation": "by its own number, on the officer's approval",
	"security.access_log._unsealed Personal Data Access Log": JOB,
	"security.access_log.of_document Personal Data Access Log": "one document's",
	"security.access_log.verify Personal Data Access Log": JOB,
	"security.reviews._is_first_of_month Access Review": JOB,
	"security.reviews.make_due Facility": JOB,
	"tax.tasks.keep_calendar Facility": JOB,
}
"""Queries that are meant to go through all facilities."""


@pytest.fixture
def unbound(site) -> set[str]:
	found = set()
	for source in sources():
		for place, call, within in source.calls:
			if not (isinstance(call.func, ast.Attribute) and call.func.attr in LISTS - {"get_list"}):
				continue
			if ast.unparse(call.func.value) not in ("frappe", "frappe.db"):
				continue
			doctype = _doctype_of(call, source.tree)
			if not doctype or not frappe.db.exists("DocType", doctype) or not scope.is_scoped(doctype):
				continue
			filters = (
				call.args[1]
				if len(call.args) > 1
				else next((word.value for word in call.keywords if word.arg == "filters"), None)
			)
			if filters is None:
				found.add(f"{place} {doctype}")
			elif (keys := _keys(filters, within)) is not None and not keys & _bounds(doctype):
				found.add(f"{place} {doctype}")
	return found


def test_queries_of_facilities_records_say_whose(unbound):
	assert not (wrong := unbound - UNBOUND.keys()), "\n".join(sorted(wrong))

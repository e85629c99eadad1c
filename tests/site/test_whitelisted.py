"""What the app lets a browser call: each function asks for permission before anything else, is typed, and answers POST only
where it changes something.

Read from the source, and held against what the framework has registered.
"""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import frappe

import huimang
from huimang import hooks

ROOT = Path(huimang.__file__).parent
ASKS = frozenset(
	{
		"require",
		"check_permission",
		"has_permission",
		"only_for",
		"facilities_for",
		# the framework's list query asks by itself
		"get_list",
	}
)
"""Calls by which a function asks what the user may do."""
LOOKS = frozenset(
	{
		"get",
		"get_attr",
		"get_cached_doc",
		"get_cached_value",
		"get_doc",
		"get_hooks",
		"get_meta",
		"get_value",
		"getdate",
		"cint",
		"parse_json",
	}
)
"""Calls by which it finds what to ask about."""
WRITES = frozenset(
	{
		"insert",
		"save",
		"submit",
		"cancel",
		"delete_doc",
		"db_set",
		"db_insert",
		"db_update",
		"set_value",
		"enqueue",
		"apply_workflow",
		"move_to",
	}
)
"""Calls that change something."""
OF_FILES_TOO = frozenset({"insert", "save"})
"""Those that lists and workbooks have as well: of a document, they are given nothing by place."""
FOR_EVERYBODY = {
	"huimang.card.api.receive": "takes what a connection of the facility has signed, and shows nothing",
	"huimang.facility.roads.can_subscribe_doctype": "asks itself whether a guest may",
	"huimang.gate.api.reset_password": "sends a letter to the owner of an account, and answers everybody alike",
	"huimang.security.api.update_password": "asks itself for the mailed key or the old password",
	"huimang.registration.api.send_code": "applicants have no login: limited by sender and address",
	"huimang.registration.api.confirm_code": "gives a pass to who knows the mailed code, after few guesses none",
	"huimang.registration.api.apply": "takes an application from the holder of such a pass",
	"huimang.registration.api.look": "asks for the key that was mailed to the applicant",
	"huimang.registration.api.amend": "the same",
	"huimang.printing.api.download_pdf": "keys of the framework's own documents; ours ask for the right to print",
}
"""What is called without a login, and why nothing is given away."""
OF_THE_FRAMEWORK = frozenset(hooks.override_whitelisted_methods.values())
"""What stands in for a function of the framework: it keeps its signature and calls it, and the tests of isolation go through
every one of them."""
KEEPS_COUNT = {
	"huimang.donation.receipts.api.download": "how often a receipt was printed, as the access log is written by GET",
}
"""What writes by GET all the same."""


@dataclass(frozen=True)
class Function:
	"""A function of the app as it is written."""

	module: str
	path: tuple[str, ...]
	node: ast.FunctionDef

	@property
	def name(self) -> str:
		return ".".join((self.module, *self.path))

	@property
	def whitelisting(self) -> ast.expr | None:
		for decorator in self.node.decorator_list:
			called = decorator.func if isinstance(decorator, ast.Call) else decorator
			if ast.unparse(called) == "frappe.whitelist":
				return decorator
		return None

	def option(self, name: str):
		decorator = self.whitelisting
		keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
		return next((ast.literal_eval(word.value) for word in keywords if word.arg == name), None)

	@property
	def is_pure(self) -> bool:
		return self.module.startswith(("huimang.rules.", "huimang.money"))

	@property
	def body(self) -> list[ast.stmt]:
		"""The statements without the docstring and imports."""
		first, *others = self.node.body
		is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
		return [
			line
			for line in (others if is_docstring else self.node.body)
			if not isinstance(line, ast.Import | ast.ImportFrom)
		]


@cache
def functions() -> dict[str, Function]:
	"""All functions of the app by their whole name."""
	found = {}
	for path in ROOT.rglob("*.py"):
		module = ".".join(("huimang", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(
			".__init__"
		)
		for place, node in _walk(ast.parse(path.read_text()), ()):
			function = Function(module, place, node)
			found[function.name] = function
	return found


def _walk(node: ast.AST, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ast.FunctionDef]]:
	for child in ast.iter_child_nodes(node):
		if isinstance(child, ast.FunctionDef):
			yield (*place, child.name), child
		elif isinstance(child, ast.ClassDef):
			yield from _walk(child, (*place, child.name))


@cache
def names_of(module: str) -> dict[str, str]:
	"""What the names of a module mean: functions and modules of the app by their whole name."""
	path = ROOT.joinpath(*module.split(".")[1:])
	path = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
	meant = {
		function.path[0]: name
		for name, function in functions().items()
		if function.module == module and len(function.path) == 1
	}
	for node in ast.walk(ast.parse(path.read_text())):
		if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("huimang"):
			meant |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
	return meant


def called(function: Function, nodes: list[ast.stmt]) -> Iterator[tuple[str, Function | None, bool]]:
	"""The calls in some statements: the last part of what is called, the function of the app that it is, whether it is given
	anything by place: a document is saved without, a workbook into a file.
	"""
	meant = names_of(function.module)
	for node in (found for line in nodes for found in ast.walk(line)):
		if not isinstance(node, ast.Call):
			continue
		first, *others = ast.unparse(node.func).split(".")
		target = functions().get(".".join((meant.get(first, first), *others)))
		if first in ("self", "cls") and len(others) == 1:
			target = functions().get(".".join((function.module, *function.path[:-1], *others)))
		yield (others or [first])[-1], target, bool(node.args)


def asks(function: Function, depth: int = 4) -> bool:
	"""Whether a function asks for permission before it does anything but look up what to ask about."""
	for line in function.body:
		calls = list(called(function, [line]))
		if any(name in ASKS for name, _target, _given in calls) or "frappe.session.user" in ast.unparse(line):
			return True
		if depth and any(target and asks(target, depth - 1) for _name, target, _given in calls):
			return True
		if not _refuses(line) and any(
			name not in LOOKS and not (target and target.is_pure) for name, target, _given in calls
		):
			return False
	return False


def _refuses(line: ast.stmt) -> bool:
	"""Whether a statement does nothing but refuse what makes no sense."""
	return isinstance(line, ast.If) and all(
		ast.unparse(inner).startswith(("frappe.throw(", "_refuse(")) for inner in line.body
	)


def writes(function: Function, seen: frozenset[str] = frozenset()) -> list[str]:
	"""The way by which a function changes something; empty where it does not."""
	for name, target, positional in called(function, function.node.body):
		if target and target.name not in seen:
			if way := writes(target, seen | {function.name}):
				return [function.name, *way]
		elif not target and name in WRITES and not (positional and name in OF_FILES_TOO):
			return [function.name, name]
	return []


def whitelisted() -> list[Function]:
	return [function for function in functions().values() if function.whitelisting]


def told(found: list[str]) -> str:
	return "\n".join(sorted(found))


def test_permission_is_asked_for_first():
	exempt = FOR_EVERYBODY.keys() | OF_THE_FRAMEWORK
	wrong = [
		function.name for function in whitelisted() if function.name not in exempt and not asks(function)
	]
	assert not wrong, told(wrong)


def test_what_changes_something_answers_post_only():
	wrong = [
		" > ".join(way)
		for function in whitelisted()
		if function.name not in KEEPS_COUNT
		and "GET" in (function.option("methods") or ["GET"])
		and (way := writes(function))
	]
	assert not wrong, told(wrong)


def test_arguments_are_typed():
	wrong = [
		f"{function.name}: {argument.arg}"
		for function in whitelisted()
		if function.name not in OF_THE_FRAMEWORK
		for argument in [*function.node.args.args, *function.node.args.kwonlyargs]
		if argument.annotation is None and argument.arg not in ("self", "cls")
	]
	assert not wrong, told(wrong)


def test_nobody_calls_without_a_login_but_what_is_meant_for_everybody():
	open_to_all = {function.name for function in whitelisted() if function.option("allow_guest")}
	assert open_to_all == FOR_EVERYBODY.keys()


def test_the_framework_has_registered_what_stands_here(site):
	"""A decorator by another name would not be found in the source."""
	for module in pkgutil.walk_packages([str(ROOT)], "huimang."):
		if not module.ispkg and ".patches." not in module.name and "setup" not in module.name:
			importlib.import_module(module.name)
	registered = {
		f"{function.__module__}.{function.__qualname__}"
		for function in frappe.whitelisted
		if function.__module__.startswith("huimang.")
	}
	known = {function.name for function in whitelisted()}
	assert registered <= known, told(registered - known)

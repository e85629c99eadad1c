"""Who may call which of the framework's functions, and whether reading the address is enough to call it.

`methods.csv` names what guests, users of a facility and operators need; what it does not name is for System Managers
alone, and by POST unless its name says that it only reads. A function of another app is let through where the site's
configuration names it: `huimang_open_methods`, a list of names, the last part of which may be *.
"""

from __future__ import annotations

import csv
import inspect
from functools import cache
from pathlib import Path
from typing import NamedTuple

import frappe
from frappe.core.doctype.server_script.server_script_utils import get_server_script_map

from huimang.facility.roles import FACILITY_ROLES, PLATFORM_OPERATOR, SYSTEM_MANAGER

KINDS = ("guest", "website", "user", "operator", "manager")
"""Kinds of users: each may what those before may."""

OURS = "huimang."
OPEN = "huimang_open_methods"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
READING = (
	"get",
	"load",
	"fetch_",
	"has_",
	"is_",
	"can_",
	"download",
	"export",
	"status",
	"query",
	"search",
	"callback",
)
"""How functions begin that only read: a System Manager may call those by their address."""


class Rule(NamedTuple):
	who: str
	verb: str


@cache
def table() -> dict[str, Rule]:
	"""The rows of methods.csv."""
	with (Path(__file__).parent / "methods.csv").open(encoding="utf-8") as rows:
		return {row["method"]: Rule(row["who"], row["verb"]) for row in csv.DictReader(rows)}


def kind_of(user: str) -> str:
	"""What kind of user this is."""
	if user == "Guest":
		return "guest"
	roles = set(frappe.get_roles(user))
	if user == "Administrator" or SYSTEM_MANAGER in roles:
		return "manager"
	if PLATFORM_OPERATOR in roles:
		return "operator"
	if roles.intersection(FACILITY_ROLES):
		return "user"
	return "user" if frappe.get_cached_value("User", user, "user_type") == "System User" else "website"


def is_open(method: str, user: str, verb: str) -> bool:
	"""Whether `user` may call this function of whatever app with this verb of HTTP."""
	if method.startswith(OURS):
		return _is_by_its_own_name(method) and not _stands_in(method)
	rule = table().get(method)
	if rule is None:
		return _is_opened(method) or (
			kind_of(user) == "manager" and (verb not in SAFE or _only_reads(method))
		)
	if rule.verb == "write" and verb in SAFE:
		return False
	if rule.who == "guest":
		return True
	return rule.who in KINDS and KINDS.index(kind_of(user)) >= KINDS.index(rule.who)


def _is_by_its_own_name(method: str) -> bool:
	"""Ours ask for permission themselves. But a module also lends its name to what it imports, the framework's functions among
	them, past the table and past what takes their place.
	"""
	try:
		function = frappe.get_attr(method)
	except Exception:
		# a document's method, or none at all: then there is nothing to call
		return True
	return f"{function.__module__}.{function.__qualname__}" == method


def _stands_in(method: str) -> bool:
	"""What takes the place of a function of the framework is called by that one's name, under which it is judged here."""
	overriding = frappe.get_hooks("override_whitelisted_methods").values()
	return any(method in ours for ours in overriding)


def is_mapper(method: str) -> bool:
	"""Whether this function writes a document from another one: it is called with that one's name, past what the gate and the guard
	look for among the arguments, so that nothing else may be called like this.
	"""
	try:
		given = list(inspect.signature(frappe.get_attr(method)).parameters)
	except Exception:
		return False
	return given[:1] == ["source_name"]


def _is_opened(method: str) -> bool:
	"""What the site's operators let through: their server scripts, and what the configuration names."""
	named = frappe.conf.get(OPEN) or ()
	if method in named or f"{method.rpartition('.')[0]}.*" in named:
		return True
	return method in (get_server_script_map().get("_api") or {})


def _only_reads(method: str) -> bool:
	return method.rpartition(".")[2].startswith(READING) or method.endswith("_query")

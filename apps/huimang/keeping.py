"""Workspaces that an operator has changed stay as they are when a new version brings its own.

The framework reads a workspace of ours anew whenever its file has changed, over whatever somebody made of it in Desk. What
it left is remembered after each migration; what differs from that before the next one is the operator's, and is put back.
"""

from __future__ import annotations

import hashlib
import json

import frappe

WORKSPACE = "Workspace"
MODULE = "Huimang"
MEMORY = "huimang_workspaces"
KEPT = "huimang_workspaces_kept"
_OF_THE_RECORD = frozenset(
	{"creation", "modified", "modified_by", "owner", "name", "parent", "docstatus", "__onload"}
)


def note_changes() -> None:
	"""Keep what an operator has made of our workspaces, before a migration reads their files (hook: before_migrate)."""
	known = _memory(MEMORY)
	changed = {
		name: values
		for name, values in _workspaces().items()
		if known.get(name, _fingerprint(values)) != _fingerprint(values)
	}
	frappe.db.set_global(KEPT, json.dumps(changed))
	frappe.db.commit()  # a migration that stops half-way is run again


def put_back() -> None:
	"""Give operators their workspaces back, and remember how the files left the others (after_migrate, after_install)."""
	kept, known = _memory(KEPT), _memory(MEMORY)
	for name, values in _workspaces().items():
		if name not in kept:
			known[name] = _fingerprint(values)
		elif _fingerprint(values) != _fingerprint(kept[name]):
			_write(name, kept[name])
	frappe.db.set_global(MEMORY, json.dumps(known))
	frappe.db.set_global(KEPT, None)


def _workspaces() -> dict[str, dict]:
	names = frappe.get_all(WORKSPACE, {"module": MODULE, "public": 1}, pluck="name")
	return {name: _plain(frappe.get_doc(WORKSPACE, name).as_dict(no_nulls=True)) for name in names}


def _plain(values: dict) -> dict:
	"""What a workspace says, without when and by whom it was written."""
	return {
		key: [_plain(row) for row in value] if isinstance(value, list) else value
		for key, value in values.items()
		if key not in _OF_THE_RECORD
	}


def _write(name: str, values: dict) -> None:
	doc = frappe.get_doc(WORKSPACE, name)
	doc.update(values)
	doc.flags.ignore_permissions = doc.flags.ignore_links = True
	doc.save()


def _fingerprint(values: dict) -> str:
	return hashlib.sha256(frappe.as_json(values).encode()).hexdigest()


def _memory(key: str) -> dict:
	return json.loads(frappe.db.get_global(key) or "{}")

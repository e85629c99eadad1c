"""From the files to the records: a page that an operator has changed stays as it is, one that nobody has changed follows the product."""

from __future__ import annotations

import json

import frappe

from huimang.help.sources import ManualSource, read

DOCTYPE = "Manual Page"
MEMORY = "huimang_manual"


def plant() -> None:
	"""Bring in the pages of this version (hook: after_install, after_migrate).

	A page that the operator deleted does not come back. One whose text in the product has changed since the operator
	changed it is marked.
	"""
	known = set(json.loads(frappe.db.get_global(MEMORY) or "[]"))
	hashes = dict(frappe.get_all(DOCTYPE, fields=["name", "seeded_hash"], as_list=True))
	pages = read()
	for key, page in pages.items():
		if key in hashes:
			if hashes[key] and hashes[key] != page.fingerprint:
				_follow(key, page)
		elif key not in known:
			_write(frappe.get_doc({"doctype": DOCTYPE, "page_key": key}), page)
	frappe.db.set_global(MEMORY, json.dumps(sorted(known | pages.keys())))


def restore(name: str) -> None:
	"""Give a page the text of the product again."""
	_write(frappe.get_doc(DOCTYPE, name), read()[name])


def written(doc) -> ManualSource:
	"""What a record says, as a file would say it."""
	return ManualSource(
		title=doc.title,
		section=doc.section,
		position=doc.position,
		content=(doc.content or "").strip(),
		words=doc.words or "",
		subjects=tuple((row.subject_type, row.subject) for row in doc.subjects),
		roles=tuple(row.role for row in doc.roles),
	)


def _follow(key: str, page: ManualSource) -> None:
	doc = frappe.get_doc(DOCTYPE, key)
	if written(doc).fingerprint == doc.seeded_hash:
		_write(doc, page)
	elif not doc.newer_default:
		doc.db_set("newer_default", 1)


def _write(doc, page: ManualSource) -> None:
	doc.update(
		{
			"title": page.title,
			"section": page.section,
			"position": page.position,
			"content": page.content,
			"words": page.words,
			"subjects": [{"subject_type": kind, "subject": name} for kind, name in page.subjects],
			"roles": [{"role": role} for role in page.roles],
			"seeded_hash": page.fingerprint,
			"newer_default": 0,
		}
	)
	doc.flags.ignore_permissions = True
	# a page may be the help of something that this site has not, or no more
	doc.flags.ignore_links = True
	doc.save()

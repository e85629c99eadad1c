"""Records that a site starts with and that are the operator's afterwards.

Each file of `fixtures/seeds/` is a list of documents. A document is inserted the first time the site meets it and is
remembered by type and name; whatever an operator then changes, renames or deletes stays so, upgrade after upgrade.
A better default for sites that already have the old one is a patch, which must leave edited records alone.
"""

import json
from pathlib import Path

import frappe

from huimang.budget import templates
from huimang.property import classes

SEEDS = Path(__file__).parent / "fixtures" / "seeds"
MEMORY = "huimang_seeds"


def plant(folder: Path | None = None) -> list[str]:
	"""Insert the seeds that this site has never had.

	Args:
		folder: where JSON files lie, taken in the order of their names; left out, all seeds of the product: its files
			the statutory tables of account subjects and the classes of assets.

	Returns:
		The keys ("DocType:name") of what was inserted now.
	"""
	known = set(json.loads(frappe.db.get_global(MEMORY) or "[]"))
	planted = []
	for seed in _read(folder) if folder else (*_read(SEEDS), *templates.seeds(), *classes.seeds()):
		key = f"{seed['doctype']}:{seed['name']}"
		if key in known:
			continue
		if not frappe.db.exists(seed["doctype"], seed["name"]):
			_insert(seed)
			planted.append(key)
		known.add(key)
	frappe.db.set_global(MEMORY, json.dumps(sorted(known)))
	return planted


def _read(folder: Path) -> list[dict]:
	"""All seeds of the folder; a file that is no list of named documents is a fault of ours and says so."""
	seeds = []
	for path in sorted(folder.glob("*.json")):
		for seed in json.loads(path.read_text(encoding="utf-8")):
			if not seed.get("doctype") or not seed.get("name"):
				raise ValueError(f"{path.name}: every seed needs its doctype and its name")
			seeds.append(seed)
	return seeds


def _insert(seed: dict) -> None:
	doc = frappe.get_doc(seed)
	doc.flags.ignore_permissions = True
	doc.insert(set_name=seed["name"])

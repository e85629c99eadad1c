"""Where an audit pack lies while it is made: a folder of the site, with a file for each portion that is finished.

A portion is there when its record is, and the record is written last and at once: whoever goes on after a kill makes what has none.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import frappe


class Shelf:
	"""The folder of one pack."""

	def __init__(self, pack: str) -> None:
		self.folder = Path(frappe.get_site_path("private", "audit_packs", pack))

	def open(self) -> None:
		self.folder.mkdir(parents=True, exist_ok=True)

	def pdf(self, name: str) -> Path:
		return self.folder / f"{name}.pdf"

	def scratch(self, name: str) -> Path:
		"""Return a file that nobody misses."""
		return self.folder / f"{name}.tmp"

	def record(self, name: str) -> Any | None:
		"""Return what was noted of a portion; None where it is not finished."""
		path = self.folder / f"{name}.json"
		return json.loads(path.read_text()) if path.exists() else None

	def note(self, name: str, record: Any) -> None:
		"""Note that a portion is finished."""
		scratch = self.scratch(f"{name}.json")
		scratch.write_text(json.dumps(record, ensure_ascii=False))
		os.replace(scratch, self.folder / f"{name}.json")

	def clear(self) -> None:
		shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def alone(pack: str) -> Iterator[bool]:
	"""Tell whether nobody else makes the pack just now. The lock ends with the connection, so a killed worker leaves none."""
	key = f"{frappe.local.conf.db_name}:audit-pack:{pack}"[:64]
	is_alone = bool(frappe.db.sql("SELECT GET_LOCK(%s, 0)", key)[0][0])
	try:
		yield is_alone
	finally:
		if is_alone:
			frappe.db.sql("SELECT RELEASE_LOCK(%s)", key)

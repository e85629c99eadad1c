"""New records of an upload written many at a time: their controllers complete and check each, one statement writes them.

What the framework adds to a single insert is left out (`database/documents.py`), links among it: the upload has looked them up. So it
is for kinds of lists that say `at_once`, and not where something that an operator has made wants to see each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import frappe

from huimang.database.documents import insert_documents, listens

if TYPE_CHECKING:
	from huimang.migration.upload import Planned, Upload


def fits(upload: Upload, portion: Iterable[Planned]) -> bool:
	"""Whether a portion can go in at once: new records only, of a kind that nobody's script looks at."""
	return upload.at_once and all(item.name is None for item in portion) and not listens(upload.doctype)


def insert(
	upload: Upload, portion: list[Planned], blamed: Callable[[Planned], AbstractContextManager]
) -> list[Planned]:
	"""Write new records; return those that were not refused.

	:param blamed: a context that turns what is refused into a fault of the row.
	"""
	start = frappe.new_doc(upload.doctype).as_dict(no_nulls=True)
	secrets = [
		field.fieldname for field in frappe.get_meta(upload.doctype).get("fields", {"fieldtype": "Password"})
	]
	pairs = []
	for item in portion:
		doc = frappe.get_doc({**start, "facility": upload.facility, **item.values})
		doc.name = frappe.generate_hash(length=10)
		pairs.append((item, doc))
	upload.begin([doc for _item, doc in pairs])
	sound = []
	for item, doc in pairs:
		with blamed(item):
			doc.validate()
			doc._validate_mandatory()
			if any(doc.get(secret) for secret in secrets):
				doc._save_passwords()
			sound.append((item, doc))
	insert_documents(upload.doctype, [doc for _item, doc in sound])
	for item, doc in sound:
		item.name = doc.name
	return [item for item, _doc in sound]

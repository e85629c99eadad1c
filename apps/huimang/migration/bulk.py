"""New records of an upload written many at a time: their controllers complete and check each, one statement writes them.

What the framework adds to a single insert is left out: events of others, links that are looked up once more (the upload has looked
them up), the first version. So it is for kinds of lists that say `at_once`, and not where an operator's script wants to see each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime
from frappe.utils.global_search import get_formatted_value
from redis import Redis

from huimang.database.sql import insert_rows, standard_columns

if TYPE_CHECKING:
	from huimang.migration.upload import Planned, Upload


def fits(upload: Upload, portion: Iterable[Planned]) -> bool:
	"""Whether a portion can go in at once: new records only, of a kind that nobody's script looks at."""
	return (
		upload.at_once
		and all(item.name is None for item in portion)
		and not frappe.db.exists(
			"Server Script", {"reference_doctype": upload.doctype, "disabled": 0}, cache=True
		)
	)


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
	_insert_rows(upload.doctype, [doc for _item, doc in sound])
	_search(upload.doctype, [doc for _item, doc in sound])
	for item, doc in sound:
		item.name = doc.name
	return [item for item, _doc in sound]


def _insert_rows(doctype: str, docs: list[Document]) -> None:
	if not docs:
		return
	standard = standard_columns(frappe.session.user, now_datetime())
	columns = [column for column in frappe.get_meta(doctype).get_valid_columns() if column not in standard]
	rows = [[*(doc.get(column) for column in columns), *standard.values()] for doc in docs]
	insert_rows(doctype, (*columns, *standard), rows)


def _search(doctype: str, docs: list[Document]) -> None:
	"""Let records be found by the global search, as the framework does with single ones, in one message to its queue."""
	fields = frappe.get_meta(doctype).get_global_search_fields()
	if not docs or not fields or frappe.local.conf.get("disable_global_search"):
		return
	entries = [
		frappe.as_json(
			{
				"doctype": doctype,
				"name": doc.name,
				"content": " ||| ".join(
					get_formatted_value(value, field)
					for field in fields
					if (value := doc.get(field.fieldname))
				),
				"published": 0,
				"title": (doc.get_title() or "")[: int(frappe.db.VARCHAR_LEN)],
				"route": "",
			},
			indent=None,
		)
		for doc in docs
	]
	# the framework's own lpush takes one value at a time
	Redis.lpush(frappe.cache, frappe.cache.make_key("global_search_queue"), *entries)

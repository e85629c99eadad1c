"""Documents that their callers have completed and checked, written many at a time in the caller's transaction.

What the framework adds to a single insert is left out: events of others, links that are looked up once more, the first version.
So it is for kinds of documents whose own checks are all there is to them, and not where somebody `listens`.
"""

from __future__ import annotations

from collections.abc import Sequence

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime
from frappe.utils.global_search import get_formatted_value
from redis import Redis

from huimang.database.sql import insert_rows, standard_columns

_LISTENERS = (
	("Server Script", "reference_doctype", {"disabled": 0}),
	("Notification", "document_type", {"enabled": 1}),
	("Webhook", "webhook_doctype", {"enabled": 1}),
	("Assignment Rule", "document_type", {"disabled": 0}),
)


def listens(doctype: str) -> bool:
	"""Whether something that an operator has made wants to see each single document."""
	return any(frappe.db.exists(kind, {field: doctype, **active}) for kind, field, active in _LISTENERS)


def insert_documents(doctype: str, docs: Sequence[Document], tail: str = "") -> list[tuple]:
	"""Write documents of one DocType, without rows of their own, and let the global search find them.

	:param tail: what follows the values, as for `huimang.database.sql.insert_rows`; returned is what it names.
	"""
	if not docs:
		return []
	standard = standard_columns(frappe.session.user, now_datetime())
	columns = [column for column in frappe.get_meta(doctype).get_valid_columns() if column not in standard]
	for doc in docs:
		doc._sanitize_content()
	rows = [[*(doc.get(column) for column in columns), *standard.values()] for doc in docs]
	returned = insert_rows(doctype, (*columns, *standard), rows, tail)
	_let_search(doctype, docs)
	return returned


def _let_search(doctype: str, docs: Sequence[Document]) -> None:
	"""Hand documents to the global search, as the framework does with single ones, in one message to its queue."""
	fields = frappe.get_meta(doctype).get_global_search_fields()
	if not fields or frappe.local.conf.get("disable_global_search"):
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

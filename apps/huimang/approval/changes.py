"""What of a document differs from what is stored: a decision leaves it as it is, and once it is asked for, so does everybody."""

from __future__ import annotations

from collections.abc import Collection

from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.utils import cstr, flt


def changed_content(doc: Document, before: Document, skip: Collection[str]) -> list[str]:
	"""Return the labels of fields that differ and may not, once the document is asked for.

	:param skip: fields that decisions fill in.
	"""
	changed = []
	for df in doc.meta.fields:
		if df.fieldname in skip or df.allow_on_submit or df.get("is_virtual"):
			continue
		if df.fieldtype in table_fields:
			if rows_differ(doc.get(df.fieldname), before.get(df.fieldname)):
				changed.append(df.label)
		elif df.fieldtype not in no_value_fields and differs(doc, before, df.fieldname):
			changed.append(df.label)
	return changed


def rows_differ(rows: list, rows_before: list) -> bool:
	"""Tell whether rows were added, taken away, moved or changed where they may not be."""
	rows, rows_before = rows or [], rows_before or []
	if [row.name for row in rows] != [row.name for row in rows_before]:
		return True
	return any(
		differs(row, old, df.fieldname)
		for row, old in zip(rows, rows_before, strict=True)
		for df in row.meta.fields
		if df.fieldtype not in no_value_fields and not df.allow_on_submit and not df.get("is_virtual")
	)


def differs(doc: Document, before: Document, fieldname: str) -> bool:
	"""Tell whether a value really differs: forms send dates and numbers as text, and nothing as an empty text."""
	now, then = doc.get(fieldname), before.get(fieldname)
	if now == then:
		return False
	if isinstance(now, int | float) or isinstance(then, int | float):
		return flt(now) != flt(then)
	return cstr(now) != cstr(then)

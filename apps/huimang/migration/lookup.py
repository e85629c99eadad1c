"""Records of a facility by the names that people write into a list."""

from __future__ import annotations

from collections.abc import Sequence

import frappe
from frappe import _

from huimang.migration.upload import Refused
from huimang.rules.account_subjects import name_key


class Named:
	"""The records of a DocType in a facility, found by what people write. One query, however many rows ask.

	:param by: the fields by which a record may be named, the surest first (a number before a name).
	:param fields: further fields of the records that `find` returns.
	"""

	def __init__(
		self,
		doctype: str,
		facility: str,
		by: Sequence[str],
		fields: Sequence[str] = (),
		filters: dict | None = None,
	):
		self.doctype, self.by = doctype, by
		self._rows: dict[str, dict[str, list]] = {field: {} for field in by}
		for row in frappe.get_all(
			doctype, {"facility": facility, **(filters or {})}, ["name", *dict.fromkeys([*by, *fields])]
		):
			for field in by:
				if row[field]:
					self._rows[field].setdefault(name_key(str(row[field])), []).append(row)

	def find(self, field: str, written: str) -> frappe._dict | None:
		"""Return the record that a cell names, None for an empty cell.

		:param field: the field of the row, to which a refusal points.
		Raises `Refused` where there is none, or more than one.
		"""
		if not written:
			return None
		for rows in self._rows.values():
			found = rows.get(name_key(written), [])
			if len(found) > 1:
				raise Refused(
					field, _("Several records have this name: {0}. Please enter the number.").format(written)
				)
			if found:
				return found[0]
		raise Refused(field, _("{0} is not known in this facility.").format(written))

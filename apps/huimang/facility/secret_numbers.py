"""Numbers that identify a person or their account: stored encrypted, shown masked, read in full for a stated purpose only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.model.document import Document

from huimang.errors import obey


@dataclass(frozen=True)
class SecretNumber:
	"""A field that shows a masked number, beside `FIELD_secret`, a Password field, which holds it."""

	field: str
	mask: Callable[[str], str]

	def protect(self, doc: Document, read: Callable[[str], str], applies: bool = True) -> None:
		"""Put a newly typed number into the encrypted field and leave its mask in its place.

		:param read: returns a number's digits as they are stored; raises RuleViolation for what is none.
		:param applies: whether the document may have the number at all; else it is emptied.
		"""
		typed = (doc.get(self.field) or "").strip() if applies else ""
		if not typed:
			doc.set(self.field, None)
			doc.set(self._secret, None)
		elif "*" not in typed:
			digits = obey(read, typed)
			# The framework encrypts a Password field when it saves; the column itself keeps asterisks.
			doc.set(self._secret, digits)
			doc.set(self.field, self.mask(digits))
		elif doc.is_new() or doc.has_value_changed(self.field):
			frappe.throw(_("{0}: please enter the whole number, without asterisks.").format(self._label(doc)))

	def reveal(self, doc: Document, purpose: str) -> str:
		"""Return the whole number of a document and log who read it and why.

		:param purpose: what the reader needs it for, in their own words.
		"""
		purpose = (purpose or "").strip()
		if len(purpose) < 2:
			frappe.throw(_("{0}: please state what you need the number for.").format(self._label(doc)))
		if not doc.get(self.field):
			frappe.throw(_("{0}: there is no number for {1}.").format(self._label(doc), doc.get_title()))
		number = doc.get_password(self._secret)
		make_access_log(
			doctype=doc.doctype, document=doc.name, method=f"reveal_{self.field}", filters=purpose
		)
		return number

	@property
	def _secret(self) -> str:
		return f"{self.field}_secret"

	def _label(self, doc: Document) -> str:
		return _(doc.meta.get_label(self.field))

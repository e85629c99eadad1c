"""Documents that nobody writes through the framework."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from huimang.errors import LedgerError


class LockedDocument(Document):
	"""A row that the ledger keeps. Whatever else tries to write it is refused, whoever asks and whatever their roles."""

	def _refuse(self, *args, **kwargs) -> NoReturn:
		frappe.throw(
			_("The ledger cannot be edited. Please cancel the resolution instead: that posts the reverse."),
			LedgerError,
		)

	before_insert = validate = before_cancel = on_trash = before_rename = _refuse
	db_insert = db_update = db_set = _refuse

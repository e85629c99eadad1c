"""The framework's Access Log, which every export, print and download of it writes, told to ours as well."""

from __future__ import annotations

import frappe
from frappe.core.doctype.access_log.access_log import AccessLog

from huimang.security import access_log

_REVEAL = "reveal_"


class LoggedAccess(AccessLog):
	"""A row of the framework's log: it may be deleted after a month, ours is not."""

	def db_insert(self, *args, **kwargs) -> None:
		super().db_insert(*args, **kwargs)
		is_reveal = (self.method or "").startswith(_REVEAL)
		access_log.record(
			"Reveal" if is_reveal else "Download" if self.file_type else "Print",
			document_type=self.export_from or self.report_name,
			document_name=self.reference_document,
			subjects=1 if is_reveal else frappe.flags.huimang_subjects or 0,
			purpose=self.filters if is_reveal else None,
			detail=" ".join(filter(None, (self.method, self.file_type, None if is_reveal else self.filters))),
		)

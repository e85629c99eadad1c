"""A file that Desk sends along with a request."""

from __future__ import annotations

import base64
import binascii

import frappe
from frappe import _

from huimang.migration.workbook import MAX_FILE


def uploaded(content: str) -> bytes:
	"""Return the bytes of a file that came as base64. Raises ValidationError where it is too large or not whole."""
	if len(content) > MAX_FILE * 4 // 3 + 4:
		frappe.throw(
			_("The file is larger than {0} MB. Please delete what does not belong to it.").format(
				MAX_FILE >> 20
			)
		)
	try:
		return base64.b64decode(content, validate=True)
	except binascii.Error:
		frappe.throw(_("The file did not arrive whole. Please upload it again."))

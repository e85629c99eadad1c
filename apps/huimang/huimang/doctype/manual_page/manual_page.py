import re

import frappe
from frappe import _
from frappe.model.document import Document

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
OF_THE_DESK = ("DocType", "Report", "Page", "Workspace")


class ManualPage(Document):
	"""A page of the manual. It comes with the product (help/pages) and is the operator's to change, as all defaults are."""

	def validate(self) -> None:
		if not KEY.fullmatch(self.page_key):
			frappe.throw(_("The address has small letters, digits and hyphens only."))
		for row in self.subjects:
			if row.subject_type not in OF_THE_DESK:
				frappe.throw(_("Help is shown beside forms, reports, pages and workspaces."))

import frappe
from frappe import _
from frappe.model.document import Document

from huimang.errors import FacilityAccessError

_OPERATORS = ("kind", "assigned_to")


class SupportInquiry(Document):
	"""A question of one person to the operators (1:1 문의), with all that was written since.

	`support.inquiries` writes it. Operators set what it is about and who is in charge; who asked has no right on the DocType
	and reads their own through the support page.
	"""

	def validate(self):
		if not self.flags.by_service:
			self._refuse_by_hand()

	def on_trash(self):
		if not self.flags.by_service:
			frappe.throw(_("Inquiries are kept. Please close it instead."), FacilityAccessError)

	def _refuse_by_hand(self):
		before = self.get_doc_before_save()
		fields = [
			df.fieldname
			for df in self.meta.fields
			if df.fieldtype not in ("Table", *frappe.model.no_value_fields)
		]
		changed = not before or any(
			before.get(field) != self.get(field) for field in fields if field not in _OPERATORS
		)
		if changed or _texts(before) != _texts(self):
			frappe.throw(_("Inquiries are answered by the buttons."), FacilityAccessError)


def _texts(doc) -> list[tuple]:
	return [(row.name, row.text, row.files, row.side, row.user) for row in doc.messages]

import hashlib

import frappe
from frappe import _
from frappe.model.document import Document

from huimang.errors import FacilityAccessError


class MonitoringFinding(Document):
	"""What a rule has found in a document: once for the two of them, however often and from wherever they are looked at.

	`monitoring.findings` writes it; what was found, said and decided is changed by nobody else.
	"""

	def autoname(self):
		self.name = finding_name(self.card_rule, self.reference_doctype, self.reference_name)

	def validate(self):
		if not self.flags.by_monitoring:
			frappe.throw(
				_(
					"A finding is explained and decided on with its buttons. Nothing else of it can be changed."
				),
				FacilityAccessError,
			)


def finding_name(rule: str, doctype: str, name: str) -> str:
	"""Return the name of the finding of a rule in a document."""
	return hashlib.sha1("\n".join((rule, doctype, name)).encode()).hexdigest()[:16]

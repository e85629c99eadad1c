import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from huimang.facility import jurisdictions


class SupportNotice(Document):
	"""What the operator tells the people of the facilities (공지). Read through `support.notices`."""

	def validate(self):
		if self.jurisdiction:
			self.jurisdiction = jurisdictions.tidy(self.jurisdiction)
		if self.banner and self.banner_until and getdate(self.banner_until) < getdate(self.from_date):
			frappe.throw(_("The banner ends before the notice begins."))

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from huimang.facility import jurisdictions, service


class OfficerJurisdiction(Document):
	"""An officer of a local government, and the area whose facilities they look after (사회복지사업법 제51조)."""

	def validate(self):
		self.jurisdiction = jurisdictions.tidy(self.jurisdiction)
		if self.user in ("Administrator", "Guest"):
			frappe.throw(_("Please choose a person's own login."))
		if self.from_date and self.to_date and getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(_("The last day is before the first day. Please correct the dates."))

	def on_update(self):
		self._follow()

	def after_delete(self):
		self._follow()

	def _follow(self):
		jurisdictions.apply(self.user)
		# where the area has no facility yet, the officer still decides on those that apply
		service.apply_memberships(self.user)

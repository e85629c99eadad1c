"""대결: see huimang.approval.deputies."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, getdate

from huimang.approval import deputies
from huimang.errors import FacilityAccessError
from huimang.facility.grants import holds_role, membership
from huimang.facility.roles import FACILITY_HEAD, PLATFORM_OPERATOR


class ApprovalDeputy(Document):
	"""Who decides in whose place while they are absent."""

	def validate(self) -> None:
		self._require_right()
		if getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(_("The last day is before the first. Please correct one of them."))
		if self.absent_user == self.deputy_user:
			frappe.throw(_("Nobody is their own deputy. Please choose somebody else."))
		for user in (self.absent_user, self.deputy_user):
			if not membership(self.facility, user, self.from_date):
				frappe.throw(
					_(
						"{0} does not work in this facility on that day. Please choose somebody who does."
					).format(get_fullname(user))
				)
		self._refuse_second()
		self.absent_name = f"{get_fullname(self.absent_user)} → {get_fullname(self.deputy_user)}"

	def on_update(self) -> None:
		deputies.changed(self.facility)

	def on_trash(self) -> None:
		self._require_right()
		if getdate(self.from_date) <= getdate():
			frappe.throw(_("What has begun stays on record. Please bring the last day forward instead."))
		deputies.changed(self.facility)

	def _require_right(self) -> None:
		"""One names one's own deputy; the facility head, or the operator where the head is the absent one, anybody's."""
		user = frappe.session.user
		before = self.get_doc_before_save()
		own = user == self.absent_user and (not before or user == before.absent_user)
		if own or holds_role(self.facility, user, FACILITY_HEAD):
			return
		if user == "Administrator" or PLATFORM_OPERATOR in frappe.get_roles(user):
			return
		frappe.throw(
			_("A deputy is named by whoever will be absent, or by the facility head."), FacilityAccessError
		)

	def _refuse_second(self) -> None:
		other = frappe.db.get_value(
			self.doctype,
			{
				"facility": self.facility,
				"absent_user": self.absent_user,
				"name": ("!=", self.name or ""),
				"from_date": ("<=", self.to_date),
				"to_date": (">=", self.from_date),
			},
			"deputy_user",
		)
		if other:
			frappe.throw(_("{0} is deputy in these days already.").format(get_fullname(other)))

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from huimang.facility import grants, service
from huimang.facility.roles import FACILITY_HEAD
from huimang.security import accounts


class FacilityMembership(Document):
	"""A person at work in a facility, and what they may do there."""

	def validate(self):
		if not self.flags.by_practice:
			service.require_work(self.facility)
		self._check_user()
		self._check_term()
		self.set("roles", list({row.role: row for row in self.roles}.values()))
		service.check_roles(self._roles())
		before = self.get_doc_before_save()
		held, holds = self._effective(before), self._effective(self)
		if not any(self.flags.get(flag) for flag in service.DERIVED):
			service.check_grant(self.facility, held, holds, frappe.session.user)
		if FACILITY_HEAD in held - holds:
			service.check_head_remains(self.facility, self.user, frappe.session.user)
		self._warn_of_joined_duties()

	def on_update(self):
		grants.changed(facilities=[self.facility])
		service.apply_memberships(self.user)
		if not self.flags.by_practice:
			accounts.note(self, self._effective(self.get_doc_before_save()), self._effective(self))

	def on_trash(self):
		if not self.flags.by_practice:
			service.require_work(self.facility)
			service.check_grant(self.facility, self._effective(self), set(), frappe.session.user)

	def after_delete(self):
		grants.changed(facilities=[self.facility])
		service.apply_memberships(self.user)

	def _roles(self) -> list[str]:
		return [row.role for row in self.roles]

	@staticmethod
	def _effective(doc: "FacilityMembership | None") -> set[str]:
		"""The roles that the document gives; none while it is switched off or its last day is over."""
		over = doc and doc.to_date and getdate(doc.to_date) < getdate()
		return set(doc._roles()) if doc and doc.enabled and not over else set()

	def _check_user(self):
		if self.user in ("Administrator", "Guest"):
			frappe.throw(_("Please choose a person's own login."))
		self.full_name = frappe.db.get_value("User", self.user, "full_name")

	def _check_term(self):
		if self.from_date and self.to_date and getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(_("The last day is before the first day. Please correct the dates."))

	def _warn_of_joined_duties(self):
		"""수입원 and 지출원 are two people, but in a small facility (재무·회계규칙 제22조)."""
		if not (self.enabled and self.is_revenue_officer and self.is_disbursing_officer):
			return
		if not frappe.get_cached_value("Facility", self.facility, "self_payment_allowed"):
			frappe.msgprint(
				_("One person is revenue officer and disbursing officer. Only a small facility may do so."),
				indicator="orange",
				alert=True,
			)

import frappe
from frappe import _
from frappe.model.document import Document

from huimang.errors import FacilityAccessError
from huimang.facility.numbers import normalise


class FacilityRegistration(Document):
	"""A facility's application for the use of the system (회원가입), from the web to the founding of the facility.

	Nothing but `registration.applications` and `registration.decisions` changes one.
	"""

	def validate(self):
		if not self.flags.by_service:
			frappe.throw(
				_("Applications are changed by the applicant, and decided by the buttons."),
				FacilityAccessError,
			)
		if frappe.session.user == "Guest":
			# Desk shows who made a record, and a guest is nobody; the course tells who applied
			self.owner = self.modified_by = "Administrator"
		normalise(
			self,
			unique_no="business_no",
			phone="phone",
			corporation_unique_no="business_no",
			corporate_registration_no="corporation_no",
		)
		if self.operated_by == "Corporation" and not self.corporation_name:
			frappe.throw(_("Please enter the corporation that runs the facility."), frappe.MandatoryError)
		if not self.facility_code:
			self._refuse_registered()

	def validate_workflow(self):
		"""Nothing is left to check: `decisions` knows the transition, the area and the person."""

	def on_trash(self):
		if self.flags.by_service:
			return
		frappe.throw(_("Applications are kept. Please reject it instead."), FacilityAccessError)

	def _refuse_registered(self):
		same = {"unique_no": self.unique_no, "facility_type": self.facility_type}
		if frappe.db.exists("Facility", same):
			frappe.throw(
				_("A facility of this type is already registered under this unique number."),
				frappe.DuplicateEntryError,
			)

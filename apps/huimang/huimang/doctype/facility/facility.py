import frappe
from frappe import _
from frappe.model.document import Document

from huimang import money
from huimang.errors import FacilityAccessError
from huimang.facility import grants, jurisdictions, service
from huimang.facility.numbers import normalise, warn_if_for_profit
from huimang.practice import marks as practice

CASH_LIMIT_BY_LAW = 1_000_000
"""재무·회계규칙 제29조 제2항."""


class Facility(Document):
	"""A facility: the unit that keeps its own books and to which every business document belongs."""

	def validate(self):
		practice.keep_apart(self)
		normalise(self, unique_no="business_no", phone="phone")
		warn_if_for_profit(self.unique_no)
		self._check_type()
		self._check_unique()
		self._check_amounts()
		self._check_jurisdiction()

	def after_insert(self):
		jurisdictions.apply_for(self.name)

	def on_update(self):
		if self.get_doc_before_save() and self.has_value_changed("jurisdiction"):
			jurisdictions.apply_for(self.name)
		if self.has_value_changed("status"):
			members = frappe.get_all("Facility Membership", {"facility": self.name}, pluck="user")
			grants.changed(users=members, facilities=[self.name])

	def _check_type(self):
		eligibility = frappe.get_cached_value("Facility Type", self.facility_type, "eligibility")
		if eligibility == "Excluded":
			frappe.throw(
				_(
					"{0} keeps its books by other rules and in another system. Please choose another facility type."
				).format(self.facility_type)
			)
		if self.operated_by != "Corporation":
			self.corporation = None
		elif not self.corporation:
			frappe.throw(_("Please choose the corporation that runs the facility."), frappe.MandatoryError)

	def _check_unique(self):
		"""One registration for one certificate and type; one certificate may cover facilities of several types."""
		if self.is_practice:
			return
		twin = frappe.db.get_value(
			"Facility",
			{
				"unique_no": self.unique_no,
				"facility_type": self.facility_type,
				"name": ("!=", self.name),
				"is_practice": 0,
			},
		)
		if twin:
			frappe.throw(
				_("A facility of this type is already registered under this unique number."),
				frappe.DuplicateEntryError,
			)

	def _check_jurisdiction(self):
		"""Nobody leaves the sight of the officer in charge by a word of their own."""
		self.jurisdiction = jurisdictions.tidy(self.jurisdiction)
		before = self.get_doc_before_save()
		if before and jurisdictions.tidy(before.jurisdiction) not in ("", self.jurisdiction):
			if not service.is_unscoped(frappe.session.user):
				frappe.throw(
					_("The jurisdiction is changed by the platform's operator. Please ask there."),
					FacilityAccessError,
				)

	def _check_amounts(self):
		self.evidence_required_from = money.won(self.evidence_required_from or 0)
		self.cash_limit = money.won(self.cash_limit or 0)
		if self.cash_limit > CASH_LIMIT_BY_LAW:
			frappe.throw(
				_("The petty cash limit may not be more than {0} won. Please lower it.").format(
					money.format_won(CASH_LIMIT_BY_LAW)
				)
			)

"""보조금 교부: see huimang.subsidy.grants."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.budget.versions import last_number
from huimang.subsidy import glance, grants


class SubsidyGrant(ApprovalDocument):
	"""One grant of a subsidy; its approval is that of the application (교부신청)."""

	DECIDED_FIELDS = frozenset(
		{
			*("status", "decided_on", "decision_no", "grant_no"),
			*("received_amount", "reserved_amount", "spent_amount"),
			*("interest_amount", "returned_amount"),
		}
	)

	def before_insert(self) -> None:
		super().before_insert()
		frappe.get_doc("Accounting Year", self.accounting_year, for_update=True)
		self.grant_no = last_number(self.doctype, "grant_no", self.accounting_year) + 1
		self.status, self.steps = grants.PLANNED, []

	def autoname(self) -> None:
		self.name = f"{self.accounting_year}-G{self.grant_no}"

	def onload(self) -> None:
		super().onload()
		if not self.is_new():
			self.set_onload("grant", glance.of_grant(self))

	def validate_content(self) -> None:
		grants.complete(self)
		grants.note_sums(self)

	def before_request(self, turn: Turn) -> None:
		grants.require_ready(self)

	def on_approve(self, turn: Turn) -> None:
		grants.set_status(self.name, grants.APPLIED)
		grants.add_step(self, grants.APPLIED, getdate(nowdate()), "", self.subsidy_amount)

	def before_revoke(self, turn: Turn) -> None:
		if self.status not in (grants.APPLIED, grants.GRANTED, grants.REFUSED) or self.reserved_amount:
			frappe.throw(_("Money of this grant has moved, or is about to. It cannot be cancelled any more."))

	def on_revoke(self, turn: Turn) -> None:
		grants.set_status(self.name, grants.CANCELLED)

"""보조금 정산: see huimang.subsidy.settlements."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.subsidy import glance, grants, settlements


class SubsidySettlement(ApprovalDocument):
	DECIDED_FIELDS = frozenset(
		{
			*("settlement_no", "final_amount", "finalised_on", "final_no", "final_paper"),
			*("return_due_on", "is_finalised", "outstanding_amount"),
		}
	)

	def before_insert(self) -> None:
		super().before_insert()
		self.settlement_no = grants.next_of(self.doctype, "settlement_no", self.subsidy_grant)
		title = frappe.db.get_value(grants.GRANT, self.subsidy_grant, "title")
		self.title = _("{0} Settlement", "ko").format(title)

	def autoname(self) -> None:
		self.name = f"{self.subsidy_grant}-S{self.settlement_no}"

	def onload(self) -> None:
		super().onload()
		self.set_onload("checks", glance.of_settlement(self))

	def validate_content(self) -> None:
		settlements.complete(self)

	def before_request(self, turn: Turn) -> None:
		settlements.require_ready(self)

	def before_approve(self, turn: Turn) -> None:
		settlements.report(self)

	def on_revoke(self, turn: Turn) -> None:
		settlements.take_back(self)

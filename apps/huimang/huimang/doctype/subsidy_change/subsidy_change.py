"""보조금 변경: see huimang.subsidy.changes."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.subsidy import changes, grants


class SubsidyChange(ApprovalDocument):
	DECIDED_FIELDS = frozenset({"change_no"})

	def before_insert(self) -> None:
		super().before_insert()
		self.change_no = grants.next_of(self.doctype, "change_no", self.subsidy_grant)
		title = frappe.db.get_value(grants.GRANT, self.subsidy_grant, "title")
		self.title = _("{0} Change No. {1}", "ko").format(title, self.change_no)

	def autoname(self) -> None:
		self.name = f"{self.subsidy_grant}-C{self.change_no}"

	def validate_content(self) -> None:
		changes.complete(self)

	def before_request(self, turn: Turn) -> None:
		changes.require_ready(self)

	def before_approve(self, turn: Turn) -> None:
		changes.require_consent(self)

	def on_approve(self, turn: Turn) -> None:
		changes.apply(self)

	def before_revoke(self, turn: Turn) -> None:
		frappe.throw(_("A change that took effect stays on record. Please write the opposite change."))

"""What the scheduler does with applications."""

import frappe
from frappe.utils import add_years, getdate

from huimang.approval import stages
from huimang.registration.access import DOCTYPE

YEARS_KEPT = 3
"""How long a rejected application is kept: what the consent to the handling of personal data promises."""


def forget_rejected() -> None:
	"""Delete the applications that were rejected three years ago, with their papers (개인정보 보호법 제21조)."""
	workflow = stages.workflow_of(DOCTYPE)
	rejected = [
		row.state for row in workflow.states if stages.stage_of(workflow, row.state) == stages.CANCELLED
	]
	before = add_years(getdate(), -YEARS_KEPT)
	filters = {"workflow_state": ("in", rejected), "decided_at": ("<", before)}
	for name in frappe.get_all(DOCTYPE, filters=filters, pluck="name"):
		frappe.delete_doc(
			*(DOCTYPE, name), flags={"by_service": True}, ignore_permissions=True, delete_permanently=True
		)

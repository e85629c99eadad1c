"""The record of decisions: one Approval Step each, written once and never changed."""

from __future__ import annotations

import frappe
from frappe.utils import get_fullname, now_datetime

from huimang.approval.stages import APPROVED
from huimang.approval.turn import Turn
from huimang.database.sql import insert_rows, standard_columns
from huimang.facility.grants import membership

_SHOWN = (
	*("name", "step", "decision", "from_state", "to_state"),
	*("user", "full_name", "position_title", "role", "decided_at", "comment"),
	*("is_final", "deputy_for", "deputy_for_name"),
)


def record(doc, turn: Turn) -> None:
	"""Write down who decided what about `doc`, in the transaction that carries the decision out."""
	user, now = frappe.session.user, now_datetime()
	member = membership(doc.facility, user) or {}
	step = {
		"name": frappe.generate_hash(length=12),
		"facility": doc.facility,
		"reference_doctype": doc.doctype,
		"reference_name": doc.name,
		"document_title": doc.get_title(),
		"step": doc.approval_step,
		"decision": turn.decision,
		"from_state": turn.from_state,
		"to_state": turn.to_state,
		"user": user,
		"full_name": member.get("full_name") or get_fullname(user),
		"position_title": member.get("position_title"),
		"role": turn.role,
		"is_final": int(APPROVED in turn.entered and turn.role in doc.final_roles.split("\n")),
		"deputy_for": turn.deputy_for,
		"deputy_for_name": get_fullname(turn.deputy_for) if turn.deputy_for else None,
		"decided_at": now,
		"comment": turn.comment,
		**standard_columns(user, now),
	}
	insert_rows("Approval Step", list(step), [list(step.values())])


def of(doctype: str, name: str) -> list[dict]:
	"""Return the steps of a document in their order. The caller has checked that the user may read it."""
	return frappe.get_all(
		"Approval Step",
		filters={"reference_doctype": doctype, "reference_name": name},
		fields=list(_SHOWN),
		order_by="step asc",
	)


def current_round(steps: list[dict]) -> list[dict]:
	"""Return the steps since the document was last returned or withdrawn: those whose stamps it bears."""
	starts = [i + 1 for i, step in enumerate(steps) if step["decision"] in ("Returned", "Withdrawn")]
	return steps[starts[-1] :] if starts else steps


def exist_for(doctype: str, name: str) -> bool:
	"""Tell whether anything has ever been decided about a document."""
	return bool(
		frappe.db.get_value("Approval Step", {"reference_doctype": doctype, "reference_name": name}, "name")
	)

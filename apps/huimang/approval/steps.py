"""The record of decisions: one Approval Step each, written once and never changed."""

from __future__ import annotations

import frappe
from frappe.utils import get_fullname, now_datetime

from huimang.approval.turn import Turn
from huimang.database.sql import insert_rows, standard_columns
from huimang.facility.grants import membership

_COLUMNS = (
	*(
		"name",
		"facility",
		"reference_doctype",
		"reference_name",
		"step",
		"decision",
		"from_state",
		"to_state",
	),
	*("user", "full_name", "position_title", "role", "decided_at", "comment"),
)


def record(doc, turn: Turn) -> None:
	"""Write down who decided what about `doc`, in the transaction that carries the decision out."""
	user = frappe.session.user
	now = now_datetime()
	member = membership(doc.facility, user) or {}
	standard = standard_columns(user, now)
	row = (
		*(frappe.generate_hash(length=12), doc.facility, doc.doctype, doc.name, doc.approval_step),
		*(turn.decision, turn.from_state, turn.to_state),
		*(user, member.get("full_name") or get_fullname(user), member.get("position_title"), turn.role, now),
		turn.comment,
	)
	insert_rows("Approval Step", (*_COLUMNS, *standard), [(*row, *standard.values())])


def of(doctype: str, name: str) -> list[dict]:
	"""Return the steps of a document in their order. The caller has checked that the user may read it."""
	return frappe.get_all(
		"Approval Step",
		filters={"reference_doctype": doctype, "reference_name": name},
		fields=[column for column in _COLUMNS if column not in ("reference_doctype", "reference_name")],
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

"""The workflow of budgets as it was first seeded: between internal approval and effect come the meetings (B4).

A workflow that an operator has changed stays as it is; the budget itself asks for the minutes all the same.
"""

import json

import frappe

from huimang import seeds

_NAME = "Facility Budget Approval"
_FIRST = {
	("Draft", "Request Approval", "Waiting Office Director"),
	("Draft", "Request Approval", "Waiting Head"),
	("Waiting Office Director", "Approve", "Waiting Head"),
	("Waiting Office Director", "Return to Writer", "Draft"),
	("Waiting Office Director", "Withdraw", "Draft"),
	("Waiting Head", "Approve", "Approved"),
	("Waiting Head", "Return to Writer", "Draft"),
	("Waiting Head", "Withdraw", "Draft"),
}


def execute() -> None:
	if not frappe.db.exists("Workflow", _NAME):
		return
	workflow = frappe.get_doc("Workflow", _NAME)
	if {(row.state, row.action, row.next_state) for row in workflow.transitions} != _FIRST:
		return
	seeds.plant()  # the states and actions that the better default names
	seed = next(
		seed
		for seed in json.loads((seeds.SEEDS / "22_workflows.json").read_text(encoding="utf-8"))
		if seed["name"] == _NAME
	)
	workflow.set("states", seed["states"])
	workflow.set("transitions", seed["transitions"])
	workflow.save(ignore_permissions=True)

"""전결: the workflows of sites that have the first ones let an approval be the last up to an amount. Edited ones stay."""

import frappe

ROLE = "Office Director"
LAST = f'"{ROLE}" in doc.final_roles'


def execute() -> None:
	for name in ("Expense Resolution Approval", "Income Resolution Approval"):
		if not frappe.db.exists("Workflow", name):
			continue
		workflow = frappe.get_doc("Workflow", name)
		here = [
			row
			for row in workflow.transitions
			if (row.state, row.action) == ("Waiting Office Director", "Approve")
		]
		if len(here) != 1 or here[0].condition or here[0].next_state != "Waiting Head":
			continue
		passed_on = here[0]
		passed_on.condition = LAST.replace(" in ", " not in ")
		values = {"action": "Approve", "allowed": ROLE, "allow_self_approval": 1, "condition": LAST}
		workflow.append("transitions", {"state": passed_on.state, "next_state": "Approved", **values})
		# the order of the rows is the order in which they are asked
		last = workflow.transitions.pop()
		workflow.transitions.insert(workflow.transitions.index(passed_on), last)
		for idx, row in enumerate(workflow.transitions, 1):
			row.idx = idx
		workflow.save(ignore_permissions=True)

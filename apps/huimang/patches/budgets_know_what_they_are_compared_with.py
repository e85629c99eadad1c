"""Supplementary budgets from before `base_budget`: each is compared with the version before it."""

import frappe


def execute() -> None:
	budgets = frappe.get_all(
		"Facility Budget",
		{"version": (">", 0), "base_budget": ("is", "not set")},
		["name", "accounting_year", "version"],
	)
	for budget in budgets:
		base = f"{budget.accounting_year}-{budget.version - 1}"
		frappe.db.set_value("Facility Budget", budget.name, "base_budget", base, update_modified=False)

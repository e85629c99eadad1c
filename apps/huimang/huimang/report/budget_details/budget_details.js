frappe.query_reports["Budget Details"] = huimang.statements.report("budget_details", [
	huimang.statements.budget_filter(),
]);

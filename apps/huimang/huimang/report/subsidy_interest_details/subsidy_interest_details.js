frappe.query_reports["Subsidy Interest Details"] = huimang.statements.report("subsidy_interest", [
	huimang.statements.grant_filter(),
]);

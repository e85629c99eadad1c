frappe.query_reports["Subsidy Execution Details"] = huimang.statements.report("subsidy_execution", [
	huimang.statements.grant_filter(),
]);

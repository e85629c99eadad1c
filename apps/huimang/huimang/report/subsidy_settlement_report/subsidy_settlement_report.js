frappe.query_reports["Subsidy Settlement Report"] = huimang.statements.report("subsidy_report", [
	huimang.statements.grant_filter(),
]);

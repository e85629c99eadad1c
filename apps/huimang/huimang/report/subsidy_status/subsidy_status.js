frappe.query_reports["Subsidy Status"] = {
	filters: [...huimang.statements.books_filters()],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "subsidy_status", []),
};

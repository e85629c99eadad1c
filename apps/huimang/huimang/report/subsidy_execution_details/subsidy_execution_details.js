frappe.query_reports["Subsidy Execution Details"] = {
	filters: [...huimang.statements.books_filters(), huimang.statements.grant_filter()],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "subsidy_execution", []),
};

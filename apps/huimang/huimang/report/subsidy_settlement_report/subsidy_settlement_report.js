frappe.query_reports["Subsidy Settlement Report"] = {
	filters: [...huimang.statements.books_filters(), huimang.statements.grant_filter()],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "subsidy_report", []),
};

frappe.query_reports["Subsidy Interest Details"] = {
	filters: [...huimang.statements.books_filters(), huimang.statements.grant_filter()],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "subsidy_interest", []),
};

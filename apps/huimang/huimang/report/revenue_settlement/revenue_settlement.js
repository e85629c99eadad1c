frappe.query_reports["Revenue Settlement"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "revenue_settlement", []),
};

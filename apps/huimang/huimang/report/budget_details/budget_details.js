frappe.query_reports["Budget Details"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.budget_filter(),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "budget_details", []),
};

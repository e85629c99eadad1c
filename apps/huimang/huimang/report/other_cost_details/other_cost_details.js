frappe.query_reports["Other Cost Details"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "other_costs", []),
};

frappe.query_reports["Contingency Use Statement"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "contingency_statement", []),
};

frappe.query_reports["Program Revenue Details"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "program_revenue", []),
};

frappe.query_reports["Fixed Assets"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "fixed_assets", []),
};

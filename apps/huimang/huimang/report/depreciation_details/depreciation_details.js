frappe.query_reports["Depreciation Details"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "depreciation_details", []),
};

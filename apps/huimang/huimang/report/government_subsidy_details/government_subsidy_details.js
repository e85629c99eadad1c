frappe.query_reports["Government Subsidy Details"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "subsidy_details", []),
};

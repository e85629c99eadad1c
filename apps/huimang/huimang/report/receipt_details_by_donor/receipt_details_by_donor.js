frappe.query_reports["Receipt Details by Donor"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "receipt_details", []),
};

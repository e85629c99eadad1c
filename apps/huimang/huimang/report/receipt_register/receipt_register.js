frappe.query_reports["Receipt Register"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "receipt_register", []),
};

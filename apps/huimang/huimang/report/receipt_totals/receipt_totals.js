frappe.query_reports["Receipt Totals"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "receipt_totals", []),
};

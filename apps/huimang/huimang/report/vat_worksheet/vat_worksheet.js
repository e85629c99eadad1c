frappe.query_reports["VAT Worksheet"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("from_month", __("From Month")),
		huimang.statements.month_filter("to_month", __("To Month")),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "vat_worksheet", []),
};

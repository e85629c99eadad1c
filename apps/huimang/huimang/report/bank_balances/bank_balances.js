frappe.query_reports["Bank Balances"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("month", __("As of Month")),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "bank_balances", ["month"]),
};

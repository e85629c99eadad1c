frappe.query_reports["Cash and Deposits"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("month", __("As of Month")),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "cash_and_deposits", ["month"]),
};

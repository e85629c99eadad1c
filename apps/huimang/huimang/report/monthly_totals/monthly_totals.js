frappe.query_reports["Monthly Totals"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("month", __("Month")),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "monthly_totals", ["month"]),
};

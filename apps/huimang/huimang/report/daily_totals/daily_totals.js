frappe.query_reports["Daily Totals"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.day_filter("day", __("Day")),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "daily_totals", []),
};

frappe.query_reports["Property Register"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.day_filter("day", __("Date")),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "property_register", []),
};

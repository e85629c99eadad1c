frappe.query_reports["Simplified Wage Statement"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("from_month", __("From Month")),
		huimang.statements.month_filter("to_month", __("To Month")),
	],
	formatter: huimang.statements.formatter,
	onload(report) {
		const prepared = huimang.statements.prepare(report, "simple_wage_statement", []);
		huimang.personnel.add_wage_file(report);
		return prepared;
	},
};

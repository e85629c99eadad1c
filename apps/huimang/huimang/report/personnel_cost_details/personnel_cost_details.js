frappe.query_reports["Personnel Cost Details"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "personnel_costs", []),
};

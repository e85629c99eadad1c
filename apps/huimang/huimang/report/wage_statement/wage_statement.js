frappe.query_reports["Wage Statement"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload(report) {
		const prepared = huimang.statements.prepare(report, "wage_statement", []);
		huimang.personnel.add_wage_file(report);
		return prepared;
	},
};

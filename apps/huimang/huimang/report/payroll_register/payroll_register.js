frappe.query_reports["Payroll Register"] = {
	filters: [...huimang.statements.books_filters(), huimang.statements.month_filter("month", __("Month"))],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "payroll_register", ["month"]),
};

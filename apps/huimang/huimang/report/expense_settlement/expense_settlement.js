frappe.query_reports["Expense Settlement"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "expense_settlement", []),
};

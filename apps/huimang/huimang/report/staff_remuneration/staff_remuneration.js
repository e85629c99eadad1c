frappe.query_reports["Staff Remuneration"] = {
	filters: huimang.statements.books_filters(),
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "remuneration", []),
};

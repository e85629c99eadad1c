frappe.query_reports["Statutory General Ledger"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("from_month", __("From Month")),
		huimang.statements.month_filter("to_month", __("To Month")),
		huimang.statements.side_filter(),
		huimang.statements.subject_filter(),
		huimang.statements.facility_link("program", __("Welfare Program"), "Welfare Program"),
		huimang.statements.facility_link("fund_source", __("Fund Source"), "Fund Source"),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "general_ledger", ["from_month", "to_month"]),
};

frappe.query_reports["Counterparty Ledger"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("from_month", __("From Month")),
		huimang.statements.month_filter("to_month", __("To Month")),
		huimang.statements.facility_link("counterparty", __("Counterparty"), "Counterparty"),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "counterparty_ledger", ["from_month", "to_month"]),
};

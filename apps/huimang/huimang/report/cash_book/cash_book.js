frappe.query_reports["Cash Book"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("from_month", __("From Month")),
		huimang.statements.month_filter("to_month", __("To Month")),
		huimang.statements.facility_link("bank_account", __("Facility Bank Account"), "Facility Bank Account"),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "cash_book", ["from_month", "to_month"]),
};

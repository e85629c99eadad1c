frappe.query_reports["Donation Account Book"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("from_month", __("From Month")),
		huimang.statements.month_filter("to_month", __("To Month")),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "donation_account_book", ["from_month", "to_month"]),
};

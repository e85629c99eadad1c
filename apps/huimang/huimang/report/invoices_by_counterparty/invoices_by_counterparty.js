frappe.query_reports["Invoices by Counterparty"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("from_month", __("From Month")),
		huimang.statements.month_filter("to_month", __("To Month")),
		{
			fieldname: "direction",
			label: __("Direction"),
			fieldtype: "Select",
			options: [
				{ value: "Received", label: __("Received", null, "Tax Invoice Record") },
				{ value: "Issued", label: __("Issued", null, "Tax Invoice Record") },
			],
			default: "Received",
		},
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: [
				{ value: "Tax Invoice", label: __("Tax Invoice") },
				{ value: "Invoice", label: __("Invoice") },
			],
			default: "Tax Invoice",
		},
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "invoice_list", []),
};

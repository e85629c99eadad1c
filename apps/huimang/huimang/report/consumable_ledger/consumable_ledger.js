frappe.query_reports["Consumable Ledger"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("from_month", __("From Month")),
		huimang.statements.month_filter("to_month", __("To Month")),
		{
			fieldname: "stock_kind",
			label: __("Stock Kind"),
			fieldtype: "Select",
			options: [
				{ value: "Purchased", label: __("Purchased") },
				{ value: "Donated", label: __("Donated") },
			],
			default: "Purchased",
		},
		huimang.statements.facility_link("consumable", __("Consumable"), "Consumable"),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "consumable_ledger", ["from_month", "to_month"]),
};

frappe.query_reports["Invoices by Counterparty"] = huimang.statements.report("invoice_list", [
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
	huimang.statements.choice_filter("kind", __("Kind"), [
		["Tax Invoice", __("Tax Invoice")],
		["Invoice", __("Invoice")],
	]),
]);

frappe.query_reports["Budget Transfer Statement"] = {
	filters: [
		...huimang.statements.books_filters(),
		{
			fieldname: "scope",
			label: __("Scope"),
			fieldtype: "Select",
			options: [
				{ value: "All", label: __("All Transfers") },
				{ value: "Between Gwan and Hang", label: __("Between Gwan and Hang") },
			],
			default: "All",
		},
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "transfer_statement", []),
};

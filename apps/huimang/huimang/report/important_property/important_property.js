frappe.query_reports["Important Property"] = {
	filters: [
		...huimang.statements.books_filters(),
		{
			fieldname: "half",
			label: __("Half of the Year"),
			fieldtype: "Select",
			options: [
				{ value: "First Half", label: __("First Half") },
				{ value: "Second Half", label: __("Second Half") },
			],
			default: "First Half",
		},
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "important_property", []),
};

frappe.query_reports["Budget Execution"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.month_filter("month", __("As of Month")),
		huimang.statements.side_filter(),
		{
			fieldname: "group_by",
			label: __("Told Apart By"),
			fieldtype: "Select",
			options: [
				{ value: "Subject", label: __("Account Subject") },
				{ value: "Program", label: __("Welfare Program") },
				{ value: "Fund Source", label: __("Fund Source") },
			],
			default: "Subject",
		},
		{
			fieldname: "level",
			label: __("Level"),
			fieldtype: "Select",
			options: ["Gwan", "Hang", "Mok", "Semok"].map((value) => ({ value, label: __(value) })),
			default: "Semok",
		},
		huimang.statements.facility_link("program", __("Welfare Program"), "Welfare Program"),
		huimang.statements.facility_link("fund_source", __("Fund Source"), "Fund Source"),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "budget_execution", ["month"]),
};

frappe.query_reports["List for Handing Over Duties"] = {
	filters: [
		...huimang.statements.books_filters(),
		{ fieldname: "day", label: __("As of"), fieldtype: "Date", default: frappe.datetime.get_today() },
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "duties_list", []),
};

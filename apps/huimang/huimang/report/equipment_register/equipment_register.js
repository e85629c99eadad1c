frappe.query_reports["Equipment Register"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.day_filter("day", __("Date")),
		huimang.statements.facility_link("place", __("Place"), "Asset Place"),
		huimang.statements.class_filter(),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "equipment_register", []),
};

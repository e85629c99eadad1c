frappe.query_reports["Goods Register"] = {
	filters: [
		...huimang.statements.books_filters(),
		huimang.statements.day_filter("day", __("Date")),
		huimang.statements.facility_link("place", __("Place"), "Asset Place"),
		huimang.statements.class_filter(),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.statements.prepare(report, "goods_register", []),
};

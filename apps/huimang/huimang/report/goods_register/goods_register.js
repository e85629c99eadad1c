frappe.query_reports["Goods Register"] = huimang.statements.report("goods_register", [
	huimang.statements.day_filter("day", __("Date")),
	huimang.statements.facility_link("place", __("Place"), "Asset Place"),
	huimang.statements.class_filter(),
]);

frappe.query_reports["Property Register"] = huimang.statements.report("property_register", [
	huimang.statements.day_filter("day", __("Date")),
]);

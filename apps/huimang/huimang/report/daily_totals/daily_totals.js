frappe.query_reports["Daily Totals"] = huimang.statements.report("daily_totals", [
	huimang.statements.day_filter("day", __("Day")),
]);

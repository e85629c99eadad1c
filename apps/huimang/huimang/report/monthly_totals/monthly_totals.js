frappe.query_reports["Monthly Totals"] = huimang.statements.report("monthly_totals", [
	huimang.statements.month_filter("month", __("Month")),
], ["month"]);

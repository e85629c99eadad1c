frappe.query_reports["Payroll Register"] = huimang.statements.report("payroll_register", [
	huimang.statements.month_filter("month", __("Month")),
], ["month"]);

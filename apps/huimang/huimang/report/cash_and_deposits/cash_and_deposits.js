frappe.query_reports["Cash and Deposits"] = huimang.statements.report("cash_and_deposits", [
	huimang.statements.month_filter("month", __("As of Month")),
], ["month"]);

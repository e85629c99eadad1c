frappe.query_reports["Bank Balances"] = huimang.statements.report("bank_balances", [
	huimang.statements.month_filter("month", __("As of Month")),
], ["month"]);

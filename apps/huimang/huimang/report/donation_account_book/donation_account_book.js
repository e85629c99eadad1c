frappe.query_reports["Donation Account Book"] = huimang.statements.report("donation_account_book", [
	huimang.statements.month_filter("from_month", __("From Month")),
	huimang.statements.month_filter("to_month", __("To Month")),
], ["from_month", "to_month"]);

frappe.query_reports["Cash Book"] = huimang.statements.report("cash_book", [
	huimang.statements.month_filter("from_month", __("From Month")),
	huimang.statements.month_filter("to_month", __("To Month")),
	huimang.statements.facility_link("bank_account", __("Facility Bank Account"), "Facility Bank Account"),
], ["from_month", "to_month"]);

frappe.query_reports["Statutory General Ledger"] = huimang.statements.report("general_ledger", [
	huimang.statements.month_filter("from_month", __("From Month")),
	huimang.statements.month_filter("to_month", __("To Month")),
	huimang.statements.side_filter(),
	huimang.statements.subject_filter(),
	huimang.statements.facility_link("program", __("Welfare Program"), "Welfare Program"),
	huimang.statements.facility_link("fund_source", __("Fund Source"), "Fund Source"),
], ["from_month", "to_month"]);

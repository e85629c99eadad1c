frappe.query_reports["Counterparty Ledger"] = huimang.statements.report("counterparty_ledger", [
	huimang.statements.month_filter("from_month", __("From Month")),
	huimang.statements.month_filter("to_month", __("To Month")),
	huimang.statements.facility_link("counterparty", __("Counterparty"), "Counterparty"),
], ["from_month", "to_month"]);

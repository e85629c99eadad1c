frappe.query_reports["Consumable Ledger"] = huimang.statements.report("consumable_ledger", [
	huimang.statements.month_filter("from_month", __("From Month")),
	huimang.statements.month_filter("to_month", __("To Month")),
	huimang.statements.choice_filter("stock_kind", __("Stock Kind"), [
		["Purchased", __("Purchased")],
		["Donated", __("Donated")],
	]),
	huimang.statements.facility_link("consumable", __("Consumable"), "Consumable"),
], ["from_month", "to_month"]);

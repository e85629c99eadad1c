frappe.query_reports["Budget Transfer Statement"] = huimang.statements.report("transfer_statement", [
	huimang.statements.choice_filter("scope", __("Scope"), [
		["All", __("All Transfers")],
		["Between Gwan and Hang", __("Between Gwan and Hang")],
	]),
]);

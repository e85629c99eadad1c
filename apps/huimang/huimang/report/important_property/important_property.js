frappe.query_reports["Important Property"] = huimang.statements.report("important_property", [
	huimang.statements.choice_filter("half", __("Half of the Year"), [
		["First Half", __("First Half")],
		["Second Half", __("Second Half")],
	]),
]);

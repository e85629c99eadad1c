frappe.query_reports["Budget Execution"] = huimang.statements.report("budget_execution", [
	huimang.statements.month_filter("month", __("As of Month")),
	huimang.statements.side_filter(),
	huimang.statements.choice_filter("group_by", __("Told Apart By"), [
		["Subject", __("Account Subject")],
		["Program", __("Welfare Program")],
		["Fund Source", __("Fund Source")],
	]),
	{
		fieldname: "level",
		label: __("Level"),
		fieldtype: "Select",
		options: ["Gwan", "Hang", "Mok", "Semok"].map((value) => ({ value, label: __(value) })),
		default: "Semok",
	},
	huimang.statements.facility_link("program", __("Welfare Program"), "Welfare Program"),
	huimang.statements.facility_link("fund_source", __("Fund Source"), "Fund Source"),
], ["month"]);

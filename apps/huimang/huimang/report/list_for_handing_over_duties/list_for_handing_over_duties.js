frappe.query_reports["List for Handing Over Duties"] = huimang.statements.report("duties_list", [
	{ fieldname: "day", label: __("As of"), fieldtype: "Date", default: frappe.datetime.get_today() },
]);

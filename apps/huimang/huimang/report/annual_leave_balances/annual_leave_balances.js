frappe.query_reports["Annual Leave Balances"] = {
	filters: [
		{
			fieldname: "facility",
			label: __("Facility"),
			fieldtype: "Link",
			options: "Facility",
			reqd: 1,
			default: frappe.defaults.get_user_default("Facility"),
		},
		{ fieldname: "on", label: __("As of"), fieldtype: "Date", reqd: 1, default: frappe.datetime.get_today() },
		{ fieldname: "only_to_ask", label: __("Only Those to Be Asked"), fieldtype: "Check" },
	],
};

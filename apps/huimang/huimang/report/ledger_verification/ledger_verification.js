frappe.query_reports["Ledger Verification"] = {
	filters: [
		{
			fieldname: "facility",
			label: __("Facility"),
			fieldtype: "Link",
			options: "Facility",
			default: frappe.defaults.get_user_default("Facility"),
			reqd: 1,
		},
	],
};

frappe.query_reports["Ledger Verification"] = {
	filters: [
		{ fieldname: "facility", label: __("Facility"), fieldtype: "Link", options: "Facility", reqd: 1 },
	],

	onload(report) {
		const facility = frappe.defaults.get_user_default("Facility");
		if (facility && !report.get_filter_value("facility")) {
			return report.set_filter_value("facility", facility);
		}
	},
};

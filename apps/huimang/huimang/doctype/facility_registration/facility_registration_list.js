frappe.listview_settings["Facility Registration"] = {
	has_indicator_for_draft: true,
	hide_name_column: true,
};

frappe.listview_settings["Overtime Request"] = {
	add_fields: ["stage"],
	hide_name_column: true,
	hide_name_filter: true,
};

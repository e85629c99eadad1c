frappe.listview_settings["Leave Request"] = {
	add_fields: ["stage", "from_date", "to_date", "days"],
	hide_name_column: true,
	hide_name_filter: true,
};

frappe.listview_settings["Annual Settlement"] = {
	add_fields: ["stage", "balance_total", "due_date"],
	hide_name_column: true,
};

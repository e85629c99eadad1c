frappe.listview_settings["Work Schedule"] = { hide_name_column: true, hide_name_filter: true };

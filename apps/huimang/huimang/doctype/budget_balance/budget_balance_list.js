frappe.listview_settings["Budget Balance"] = { hide_name_column: true };

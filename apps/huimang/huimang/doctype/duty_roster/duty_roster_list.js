frappe.listview_settings["Duty Roster"] = { hide_name_column: true, hide_name_filter: true };

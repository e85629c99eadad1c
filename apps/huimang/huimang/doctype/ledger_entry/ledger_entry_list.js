frappe.listview_settings["Ledger Entry"] = { hide_name_column: true };

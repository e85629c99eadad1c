frappe.listview_settings["Ledger Balance"] = { hide_name_column: true };

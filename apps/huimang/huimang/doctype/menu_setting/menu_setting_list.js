// The framework translates what a choice says in every column but the first.
frappe.listview_settings["Menu Setting"] = { hide_name_column: true, formatters: { role: (value) => __(value) } };

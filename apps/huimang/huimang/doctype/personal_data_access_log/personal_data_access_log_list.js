// The framework translates what a choice says in every column but the first.
frappe.listview_settings["Personal Data Access Log"] = { hide_name_column: true, formatters: { kind: (value) => __(value) } };

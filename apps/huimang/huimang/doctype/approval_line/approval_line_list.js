// The framework translates what a choice says in every column but the first.
frappe.listview_settings["Approval Line"] = { hide_name_column: true, formatters: { document_type: (value) => __(value) } };

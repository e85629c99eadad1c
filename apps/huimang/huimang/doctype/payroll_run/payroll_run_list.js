frappe.listview_settings["Payroll Run"] = { hide_name_column: true, hide_name_filter: true, add_fields: ["stage", "docstatus"] };

frappe.query_reports["Property Changes"] = huimang.statements.report("property_changes");

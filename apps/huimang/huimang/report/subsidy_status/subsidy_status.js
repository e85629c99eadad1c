frappe.query_reports["Subsidy Status"] = huimang.statements.report("subsidy_status");

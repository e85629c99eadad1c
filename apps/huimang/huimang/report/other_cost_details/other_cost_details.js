frappe.query_reports["Other Cost Details"] = huimang.statements.report("other_costs");

frappe.query_reports["Personnel Cost Details"] = huimang.statements.report("personnel_costs");

frappe.query_reports["Program Cost Details"] = huimang.statements.report("program_costs");

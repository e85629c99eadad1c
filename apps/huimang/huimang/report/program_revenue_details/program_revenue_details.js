frappe.query_reports["Program Revenue Details"] = huimang.statements.report("program_revenue");

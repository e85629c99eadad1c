frappe.query_reports["Contingency Use Statement"] = huimang.statements.report("contingency_statement");

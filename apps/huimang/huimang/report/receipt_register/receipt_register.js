frappe.query_reports["Receipt Register"] = huimang.statements.report("receipt_register");

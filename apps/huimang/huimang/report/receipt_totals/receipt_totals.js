frappe.query_reports["Receipt Totals"] = huimang.statements.report("receipt_totals");

frappe.query_reports["Revenue Settlement"] = huimang.statements.report("revenue_settlement");

frappe.query_reports["Staff Remuneration"] = huimang.statements.report("remuneration");

frappe.query_reports["Fixed Assets"] = huimang.statements.report("fixed_assets");

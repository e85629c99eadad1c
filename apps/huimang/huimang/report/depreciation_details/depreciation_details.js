frappe.query_reports["Depreciation Details"] = huimang.statements.report("depreciation_details");

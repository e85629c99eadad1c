frappe.query_reports["Government Subsidy Details"] = huimang.statements.report("subsidy_details");

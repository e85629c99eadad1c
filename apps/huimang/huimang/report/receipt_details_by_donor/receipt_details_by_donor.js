frappe.query_reports["Receipt Details by Donor"] = huimang.statements.report("receipt_details");

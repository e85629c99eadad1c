frappe.query_reports["Expense Settlement"] = huimang.statements.report("expense_settlement");

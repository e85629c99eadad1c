frappe.query_reports["VAT Worksheet"] = huimang.statements.report("vat_worksheet", [
	huimang.statements.month_filter("from_month", __("From Month")),
	huimang.statements.month_filter("to_month", __("To Month")),
]);

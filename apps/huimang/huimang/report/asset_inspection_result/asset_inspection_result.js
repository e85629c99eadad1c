frappe.query_reports["Asset Inspection Result"] = {
	filters: [
		huimang.statements.books_filters()[0],
		huimang.statements.facility_link("inspection", __("Asset Inspection"), "Asset Inspection"),
		huimang.statements.facility_link("place", __("Place"), "Asset Place"),
	],
	formatter: huimang.statements.formatter,
	onload: (report) => huimang.property.prepare_report(report, "inspection_result"),
};

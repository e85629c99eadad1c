frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Findings That Wait"] = {
	method: "huimang.monitoring.charts.findings_by_severity",
	filters: [],
};

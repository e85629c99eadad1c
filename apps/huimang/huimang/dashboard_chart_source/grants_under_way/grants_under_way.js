frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Grants under Way"] = {
	method: "huimang.monitoring.charts.grants",
	filters: [],
};

frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Types of the Facilities"] = {
	method: "huimang.monitoring.charts.facilities_by_type",
	filters: [],
};

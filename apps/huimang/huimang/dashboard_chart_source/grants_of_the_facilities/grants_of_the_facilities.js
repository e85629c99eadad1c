frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Grants of the Facilities"] = {
	method: "huimang.monitoring.charts.grants_by_facility",
	filters: [],
};

frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Gift Months of the Year"] = {
	method: "huimang.monitoring.charts.gifts_by_month",
	filters: [],
};

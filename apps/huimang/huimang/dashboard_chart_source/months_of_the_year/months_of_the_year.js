frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Months of the Year"] = {
	method: "huimang.home.months",
	filters: [],
};

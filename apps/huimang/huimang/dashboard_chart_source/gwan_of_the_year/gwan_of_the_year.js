frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Gwan of the Year"] = {
	method: "huimang.overview.gwans",
	filters: [],
};

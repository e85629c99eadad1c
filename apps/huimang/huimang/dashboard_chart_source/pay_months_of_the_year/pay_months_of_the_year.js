frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Pay Months of the Year"] = {
	method: "huimang.monitoring.charts.pay_by_month",
	filters: [],
};

frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Card Months of the Year"] = {
	method: "huimang.monitoring.charts.card_spending_by_month",
	filters: [],
};

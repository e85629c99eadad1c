frappe.views.calendar["Filing Task"] = {
	field_map: { start: "due_on", end: "due_on", id: "name", title: "title", status: "status" },
	style_map: { Open: "orange", Done: "green", "Not Applicable": "gray" },
	get_css_class: (task) => ({ Open: "warning", Done: "success" })[task.status] || "standard",
	get_events_method: "huimang.tax.api.calendar_events",
};

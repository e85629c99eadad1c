frappe.views.calendar["Leave Request"] = {
	field_map: { start: "start", end: "end", id: "name", title: "title", allDay: "all_day", status: "status" },
	get_css_class: (row) => (row.status === "Approved" ? "success" : "warning"),
	get_events_method: "huimang.personnel.work_api.team_calendar",
};

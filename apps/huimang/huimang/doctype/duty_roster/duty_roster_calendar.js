frappe.views.calendar["Duty Roster"] = {
	field_map: { start: "start", end: "end", id: "name", title: "title", allDay: "all_day", color: "color" },
	get_events_method: "huimang.personnel.work_api.roster_calendar",
};

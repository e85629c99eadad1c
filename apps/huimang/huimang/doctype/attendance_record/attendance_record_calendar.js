frappe.views.calendar["Attendance Record"] = {
	field_map: { start: "work_date", end: "work_date", id: "name", title: "title", allDay: "all_day" },
	get_css_class: (row) => ({ Present: "success", Absent: "danger", Late: "warning" })[row.status] || "standard",
	get_events_method: "huimang.personnel.work_api.attendance_calendar",
};

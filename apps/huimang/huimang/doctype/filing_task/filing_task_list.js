frappe.listview_settings["Filing Task"] = {
	add_fields: ["status", "due_on", "done_on"],
	hide_name_column: true,
	hide_name_filter: true,
	filters: [["status", "=", "Open"]],
	async onload(list) {
		// a facility that is new today need not wait for tonight
		const made = await frappe.xcall("huimang.tax.api.open_calendar");
		if (made) list.refresh();
	},
	get_indicator(doc) {
		if (doc.status === "Done") return [__("Done"), "green", "status,=,Done"];
		if (doc.status === "Not Applicable") return [__("Not Applicable"), "gray", "status,=,Not Applicable"];
		const days = frappe.datetime.get_day_diff(doc.due_on, frappe.datetime.get_today());
		if (days < 0) return [__("Overdue"), "red", "status,=,Open|due_on,<,Today"];
		return days <= 7
			? [__("Due Soon"), "orange", "status,=,Open"]
			: [__("Open"), "blue", "status,=,Open"];
	},
};

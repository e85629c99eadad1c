frappe.listview_settings["Donation Pledge"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["status"],
	get_indicator(doc) {
		const colour = { "In Force": "green", "Asked For": "blue", Paused: "orange" }[doc.status] || "gray";
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
};

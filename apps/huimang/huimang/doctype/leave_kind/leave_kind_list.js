frappe.listview_settings["Leave Kind"] = {
	hide_name_column: true,
	hide_name_filter: true,
	async onload(list) {
		const made = await frappe.xcall("huimang.personnel.work_api.open_leave_kinds");
		if (made) list.refresh();
	},
	get_indicator: (doc) =>
		doc.is_active ? [__("In Use"), "green", "is_active,=,1"] : [__("Not in Use"), "gray", "is_active,=,0"],
};

frappe.listview_settings["Attendance Record"] = {
	hide_name_column: true,
	hide_name_filter: true,
	onload(list) {
		if (!frappe.model.can_create("Attendance Record")) return;
		list.page.add_inner_button(__("Upload Excel"), () => huimang_personnel.upload_attendance(list));
	},
	get_indicator(doc) {
		const color = { Present: "green", Absent: "red", Late: "orange", "Left Early": "orange" }[doc.status] || "blue";
		return [__(doc.status), color, `status,=,${doc.status}`];
	},
};

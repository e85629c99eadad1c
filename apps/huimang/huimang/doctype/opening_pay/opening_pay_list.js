frappe.listview_settings["Opening Pay"] = {
	hide_name_column: true,
	onload(list) {
		if (!frappe.model.can_create("Opening Pay")) return;
		list.page.add_inner_button(__("Upload Excel"), () =>
			huimang.upload({ kind: "opening_pay", title: __("Opening Pay"), done: () => list.refresh() })
		);
	},
};

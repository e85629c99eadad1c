frappe.listview_settings["Payroll Input"] = {
	hide_name_column: true,
	onload(list) {
		if (!frappe.model.can_create("Payroll Input")) return;
		list.page.add_inner_button(__("Upload Excel"), () =>
			huimang.upload({ kind: "payroll_entries", title: __("Payroll Input"), done: () => list.refresh() })
		);
	},
};

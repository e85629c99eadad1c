frappe.listview_settings["Facility Budget"] = {
	add_fields: ["stage", "revenue_total", "expense_total", "version"],
	hide_name_column: true,
	onload(list) {
		if (!frappe.model.can_create("Facility Budget")) return;
		list.page.add_inner_button(__("Upload a Budget from Excel"), () => huimang_budget.upload({ list }));
	},
};

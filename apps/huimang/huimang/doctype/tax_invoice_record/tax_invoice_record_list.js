frappe.listview_settings["Tax Invoice Record"] = {
	add_fields: ["direction", "is_linked", "total_amount"],
	hide_name_column: true,
	hide_name_filter: true,
	get_indicator: (doc) =>
		doc.is_linked ? [__("Linked"), "green", "is_linked,=,1"] : [__("Not Linked"), "orange", "is_linked,=,0"],
	onload(list) {
		if (!frappe.model.can_create("Tax Invoice Record")) return;
		list.page.add_inner_button(__("Upload a Hometax List"), () => huimang_tax.upload_invoices(list));
		list.page.add_inner_button(__("Link to Resolutions"), () => huimang_tax.link_invoices(list));
	},
};

frappe.listview_settings["Month Closing"] = {
	add_fields: ["entry_closed_at"],
	hide_name_column: true,
	has_indicator_for_draft: true,
	has_indicator_for_cancelled: true,
	get_indicator: (doc) =>
		[
			doc.entry_closed_at
				? [__("Entry Closed"), "blue", "docstatus,=,0|entry_closed_at,is,set"]
				: [__("Draft"), "red", "docstatus,=,0"],
			[__("Closed"), "green", "docstatus,=,1"],
			[__("Reopened"), "orange", "docstatus,=,2"],
		][doc.docstatus],
};

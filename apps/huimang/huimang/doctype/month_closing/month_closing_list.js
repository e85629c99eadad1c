frappe.listview_settings["Month Closing"] = {
	hide_name_column: true,
	has_indicator_for_draft: true,
	has_indicator_for_cancelled: true,
	get_indicator: (doc) =>
		[
			[__("Draft"), "red", "docstatus,=,0"],
			[__("Closed"), "green", "docstatus,=,1"],
			[__("Reopened"), "orange", "docstatus,=,2"],
		][doc.docstatus],
};

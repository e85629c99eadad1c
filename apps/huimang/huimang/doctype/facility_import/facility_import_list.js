const IMPORT_COLOURS = { Waiting: "gray", Running: "blue", Done: "green", Failed: "red", Undoing: "orange", Undone: "gray" };

frappe.listview_settings["Facility Import"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["status"],
	get_indicator: (doc) => [__(doc.status), IMPORT_COLOURS[doc.status], `status,=,${doc.status}`],
};

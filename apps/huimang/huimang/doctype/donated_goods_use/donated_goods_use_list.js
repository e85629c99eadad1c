frappe.listview_settings["Donated Goods Use"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["use_kind"],
	get_indicator: (doc) => [__(doc.use_kind), doc.use_kind === "Disposed Of" ? "gray" : "green", `use_kind,=,${doc.use_kind}`],
};

const DEPTHS = { Gwan: 0, Hang: 1, Mok: 2, Semok: 3 };

frappe.listview_settings["Account Subject"] = {
	add_fields: ["level", "is_active", "is_statutory", "sort_key"],
	hide_name_column: true,
	// the statutory order, with what stands below a subject set in below it
	formatters: {
		subject_name(value, _df, doc) {
			const depth = DEPTHS[doc.level] || 0;
			const text = frappe.utils.escape_html(value);
			return `<span style="padding-left: ${depth * 1.25}em">${depth < 2 ? `<strong>${text}</strong>` : text}</span>`;
		},
	},
	get_indicator(doc) {
		if (!doc.is_active) return [__("Inactive"), "gray", "is_active,=,0"];
		return doc.is_statutory
			? [__("Statutory"), "blue", "is_statutory,=,1"]
			: [__("Own"), "green", "is_statutory,=,0|is_active,=,1"];
	},
};

const DEPTHS = { Gwan: 0, Hang: 1, Mok: 2, Semok: 3 };

frappe.listview_settings["Account Subject"] = {
	add_fields: ["level", "is_active", "is_statutory", "sort_key"],
	hide_name_column: true,

	get_indicator(doc) {
		if (!doc.is_active) return [__("Inactive"), "gray", "is_active,=,0"];
		return doc.is_statutory
			? [__("Statutory"), "blue", "is_statutory,=,1"]
			: [__("Own"), "green", "is_statutory,=,0|is_active,=,1"];
	},

	/** The statutory order, with what stands below a subject set in below it. */
	refresh(list) {
		list.$result.find(".list-row .list-subject .ellipsis a").each((i, link) => {
			const depth = DEPTHS[list.data[i]?.level] || 0;
			$(link).css({ "padding-left": `${depth * 1.25}em`, "font-weight": depth < 2 ? 600 : 400 });
		});
	},
};

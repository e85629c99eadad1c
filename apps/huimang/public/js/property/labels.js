// QR labels: chosen from the list of assets, from a card, or from what a count wants labelled anew.

frappe.provide("huimang.property");

const REMEMBERED = "huimang-label-sheet";

/** Ask for the sheet and where its first free label is, and open the PDF. */
huimang.property.print_labels = (names) => {
	const dialog = new frappe.ui.Dialog({
		title: __("Print Labels"),
		fields: [
			{ fieldname: "told", fieldtype: "HTML", options: `<p class="text-muted">${__("Labels of {0} assets", [names.length])}</p>` },
			{
				fieldname: "sheet",
				fieldtype: "Link",
				options: "Label Sheet",
				label: __("Label Sheet"),
				reqd: 1,
				default: localStorage.getItem(REMEMBERED) || "A4 24칸 (63.5×33.9mm)",
				get_query: () => ({ filters: { is_active: 1 } }),
			},
			{
				fieldname: "first",
				fieldtype: "Int",
				label: __("First Free Label"),
				default: 1,
				description: __("Counted along the rows: a sheet that was begun can be used up."),
			},
		],
		primary_action_label: __("Print Labels"),
		primary_action: ({ sheet, first }) => {
			localStorage.setItem(REMEMBERED, sheet);
			dialog.hide();
			open_url_post(
				"/api/method/huimang.property.inspection_api.print_labels",
				{ names: JSON.stringify(names), sheet, first: first || 1 },
				true,
			);
		},
	});
	dialog.show();
};

frappe.ui.form.on("Facility Asset", {
	refresh(frm) {
		if (!frm.is_new()) frm.add_custom_button(__("Print Labels"), () => huimang.property.print_labels([frm.docname]));
	},
});

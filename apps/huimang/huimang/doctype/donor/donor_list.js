frappe.listview_settings.Donor = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["status", "giving"],
	filters: [["status", "!=", "Merged"]],
	get_indicator(doc) {
		if (doc.status !== "Active") return [__(doc.status), "gray", `status,=,${doc.status}`];
		const colour = { Regular: "green", Occasional: "blue", "Nothing Yet": "gray" }[doc.giving];
		return [__(doc.giving), colour, `giving,=,${doc.giving}`];
	},
	onload(list) {
		if (!frappe.model.can_create("Donor")) return;
		list.page.add_inner_button(__("Upload Donors"), () =>
			huimang.upload({ kind: "donors", title: __("Upload Donors"), done: () => list.refresh() })
		);
	},
};

const COLOURS = { Unidentified: "red", "To Be Resolved": "orange", Resolved: "blue", Booked: "green", "In Stock": "orange", Used: "green" };

frappe.listview_settings.Donation = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["status", "donation_kind", "facility"],
	get_indicator: (doc) => [__(doc.status), COLOURS[doc.status] || "gray", `status,=,${doc.status}`],
	onload(list) {
		if (frappe.model.can_create("Donation")) {
			list.page.add_inner_button(__("Upload Gifts"), () =>
				huimang.upload({
					kind: "gifts",
					title: __("Upload Gifts"),
					help: __("Choose the list of the bank or of the direct debits as Excel, or fill in the template."),
					done: () => list.refresh(),
				})
			);
		}
		if (!frappe.model.can_create("Income Resolution")) return;
		list.page.add_inner_button(__("Resolve All That Wait"), () => huimang.donation.resolve_waiting(list));
		list.page.add_actions_menu_item(__("Write the Income Resolution"), () => resolve_chosen(list), false);
	},
};

async function resolve_chosen(list) {
	const chosen = list.get_checked_items();
	const facilities = new Set(chosen.map((row) => row.facility));
	if (facilities.size !== 1) {
		frappe.msgprint(__("Please choose gifts of one facility."));
		return;
	}
	const made = await frappe.xcall("huimang.donation.api.resolve", {
		facility: [...facilities][0],
		names: chosen.map((row) => row.name),
	});
	huimang.donation.show_made(made);
	list.refresh();
}

frappe.listview_settings["Leave Entitlement"] = {
	add_fields: ["last_day", "granted_on"],
	hide_name_column: true,
	hide_name_filter: true,
	onload(list) {
		if (!frappe.model.can_create("Leave Entitlement")) return;
		list.page.add_inner_button(__("Calculate Now"), async () => {
			const made = await frappe.xcall("huimang.personnel.work_api.grant_now");
			frappe.show_alert({ message: __("{0} entitlements were made or corrected.", [made]), indicator: "green" });
			list.refresh();
		});
		if (!frappe.model.can_create("Leave Entitlement")) return;
		list.page.add_inner_button(__("Leave Left Before"), () =>
			huimang.upload({ kind: "leave_left", title: __("Leave Left Before"), done: () => list.refresh() })
		);
	},
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.last_day < today) return [__("Expired"), "gray", "last_day,<,Today"];
		return doc.granted_on > today
			? [__("Not Yet Arisen"), "blue", "granted_on,>,Today"]
			: [__("Can Be Taken"), "green", "last_day,>=,Today"];
	},
};

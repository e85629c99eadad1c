// Published step tables become a facility's own with one choice.

frappe.listview_settings["Salary Step Table"] = {
	hide_name_column: true,
	onload(list) {
		if (frappe.model.can_create("Salary Step Table")) {
			list.page.add_inner_button(__("Load a Published Table"), () => choose(list));
		}
	},
};

async function choose(list) {
	const tables = await frappe.xcall("huimang.personnel.payroll.api.published_tables", {}, "GET");
	const label = (table) => `${table.authority} ${table.effective_from} (${__("{0} steps", [table.steps])})`;
	const dialog = new frappe.ui.Dialog({
		title: __("Load a Published Table"),
		fields: [
			{ fieldname: "facility", fieldtype: "Link", options: "Facility", label: __("Facility"), reqd: 1, default: frappe.boot.huimang?.facilities?.[0] },
			{
				fieldname: "table",
				fieldtype: "Select",
				label: __("Salary Step Table"),
				reqd: 1,
				options: tables.map((table, at) => ({ value: String(at), label: label(table) })),
				description: __("Please compare the amounts with the office's own notice; steps marked low are not certain."),
			},
		],
		primary_action_label: __("Load"),
		async primary_action({ facility, table }) {
			const { authority, effective_from } = tables[Number(table)];
			dialog.hide();
			const name = await frappe.xcall("huimang.personnel.payroll.api.load_table", { facility, authority, effective_from });
			frappe.set_route("Form", "Salary Step Table", name);
		},
	});
	dialog.show();
}

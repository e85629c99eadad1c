frappe.ui.form.on("Leave Entitlement", {
	setup(frm) {
		frm.set_query("employee", () => ({ filters: { facility: frm.doc.facility } }));
		frm.set_query("leave_kind", () => ({ filters: { facility: frm.doc.facility, from_grants: 1 } }));
	},
	refresh(frm) {
		if (frm.is_new() || frm.doc.carried_to || !frm.perm[0]?.write) return;
		frm.add_custom_button(__("Carry Over"), () =>
			frappe.prompt(
				[
					{
						fieldname: "last_day",
						fieldtype: "Date",
						label: __("Last Day of Use"),
						reqd: 1,
						default: frappe.datetime.add_months(frm.doc.last_day, 12),
					},
					{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
				],
				async ({ last_day, reason }) => {
					const name = await frappe.xcall("huimang.personnel.work_api.carry_over", { name: frm.doc.name, last_day, reason });
					frappe.set_route("Form", "Leave Entitlement", name);
				},
				__("Carry Over What Is Left")
			)
		);
	},
});

frappe.ui.form.on("Account Subject", {
	setup(frm) {
		frm.set_query("parent_subject", () => ({
			filters: {
				facility: frm.doc.facility || "",
				accounting_unit: frm.doc.accounting_unit || "Facility",
				...(frm.doc.side ? { side: frm.doc.side } : {}),
				is_open: 1,
				is_active: 1,
			},
		}));
	},

	refresh(frm) {
		const by_law = !frm.is_new() && frm.doc.is_statutory;
		const keeps_tables = ["Platform Operator", "System Manager"].some((role) => frappe.user.has_role(role));
		frm.toggle_enable("subject_name", !by_law || frm.doc.subject_name.startsWith("○○"));
		frm.toggle_enable(
			["evidence_exempt", "donation_forbidden", "is_contingency", "provisional_allowed", "description"],
			!by_law || keeps_tables
		);
		frm.toggle_reqd("parent_subject", frm.is_new());
		if (by_law) frm.set_intro(__("Set by law: only whether it is used can be changed here."), "blue");
		if (!frm.is_new() && frm.doc.is_open && frappe.model.can_create("Account Subject")) {
			const label = frm.doc.level === "Mok" ? __("Add Semok") : __("Add Mok");
			frm.add_custom_button(label, () =>
				frappe.new_doc("Account Subject", {
					facility: frm.doc.facility,
					accounting_unit: frm.doc.accounting_unit,
					side: frm.doc.side,
					parent_subject: frm.doc.name,
				})
			);
		}
	},

	async parent_subject(frm) {
		if (!frm.doc.parent_subject) return;
		const { message } = await frappe.db.get_value("Account Subject", frm.doc.parent_subject, ["side", "accounting_unit"]);
		frm.set_value(message);
	},
});

frappe.ui.form.on("Payroll Setting", {
	setup(frm) {
		const subjects = (side) => () => ({
			filters: { facility: frm.doc.facility || "", side, level: ["in", ["Mok", "Semok"]], is_active: 1 },
		});
		frm.set_query("insurance_subject", subjects("Expense"));
		frm.set_query("retirement_subject", subjects("Expense"));
		frm.set_query("counter_subject", "funding", subjects("Revenue"));
		frm.set_query("bank_account", "funding", () => ({
			filters: { facility: frm.doc.facility || "", purpose: ["!=", "Withholding"], is_active: 1 },
		}));
	},

	async onload(frm) {
		if (frm.is_new()) await suggest(frm);
	},

	async facility(frm) {
		if (frm.is_new() && frm.doc.facility) await suggest(frm);
	},
});

/** What the facility's books suggest, to be looked over and saved. */
async function suggest(frm) {
	const values = await frappe.xcall(
		"huimang.personnel.payroll.api.setting_defaults",
		{ facility: frm.doc.facility },
		"GET"
	);
	for (const [field, value] of Object.entries(values)) {
		if (field !== "funding" && value && !frm.doc[field]) await frm.set_value(field, value);
	}
	if (values.funding?.length && !(frm.doc.funding || []).some((row) => row.fund_source)) {
		frm.clear_table("funding");
		for (const row of values.funding) frm.add_child("funding", row);
		frm.refresh_field("funding");
	}
}

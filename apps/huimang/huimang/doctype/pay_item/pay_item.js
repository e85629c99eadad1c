frappe.ui.form.on("Pay Item", {
	setup(frm) {
		frm.set_query("account_subject", () => ({
			filters: { facility: frm.doc.facility || "", side: "Expense", level: ["in", ["Mok", "Semok"]], is_active: 1 },
		}));
	},
});

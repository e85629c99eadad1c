frappe.ui.form.on("Payroll Input", {
	setup(frm) {
		frm.set_query("employee", () => ({ filters: { facility: frm.doc.facility || "", status: ["!=", "Retired"] } }));
		frm.set_query("pay_item", () => ({ filters: { facility: frm.doc.facility || "", is_active: 1 } }));
	},

	onload(frm) {
		if (!frm.is_new()) return;
		const today = frappe.datetime.str_to_obj(frappe.datetime.get_today());
		if (!frm.doc.year) frm.set_value("year", today.getFullYear());
		if (!frm.doc.month) frm.set_value("month", today.getMonth() + 1);
	},
});

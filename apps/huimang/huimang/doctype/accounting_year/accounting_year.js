frappe.ui.form.on("Accounting Year", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("Saving opens the books: the account subjects of the facility's type are loaded."), "blue");
			return;
		}
		frm.add_custom_button(__("Budgets"), () =>
			frappe.set_route("List", "Facility Budget", { accounting_year: frm.doc.name })
		);
		frm.add_custom_button(__("Account Subjects"), () =>
			frappe.set_route("List", "Account Subject", {
				facility: frm.doc.facility,
				accounting_unit: frm.doc.accounting_unit,
			})
		);
	},
});

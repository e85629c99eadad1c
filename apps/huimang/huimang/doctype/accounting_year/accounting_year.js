frappe.ui.form.on("Accounting Year", {
	onload(frm) {
		if (frm.is_new() && !frm.doc.year) suggest_next(frm);
	},

	facility: suggest_next,
	accounting_unit: suggest_next,

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

/** The year after the last one that is open, else this one. */
async function suggest_next(frm) {
	const { facility, accounting_unit } = frm.doc;
	if (!frm.is_new() || !facility) return;
	const [last] = await frappe.db.get_list("Accounting Year", {
		filters: { facility, accounting_unit },
		fields: ["year"],
		order_by: "year desc",
		limit: 1,
	});
	frm.set_value("year", last ? last.year + 1 : Number(frappe.datetime.get_today().slice(0, 4)));
}

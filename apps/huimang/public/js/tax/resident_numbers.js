// Resident registration numbers are shown by birthday and sex. Who pays people may read one in full, for a purpose that is logged.

frappe.ui.form.on("Counterparty", {
	refresh(frm) {
		if (frm.is_new() || !frm.doc.resident_no || !frappe.user.has_role("Accountant")) return;
		frm.add_custom_button(__("Show the Resident Registration Number"), () =>
			huimang.reveal_resident_no(frm, "huimang.tax.api.reveal_resident_no")
		);
	},
});

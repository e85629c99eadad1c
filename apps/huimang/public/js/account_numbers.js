// Account numbers are shown masked. Who may enter one may read it in full, for a purpose that is logged.

for (const doctype of ["Facility Bank Account", "Counterparty", "Facility Employee"]) {
	frappe.ui.form.on(doctype, {
		setup(frm) {
			// a bank that is not in the list may be typed
			frm.fields_dict.bank_name.df.ignore_validation = 1;
		},

		refresh(frm) {
			if (frm.is_new() || !frm.doc.account_number || !frm.perm[0]?.write) return;
			frm.add_custom_button(__("Show the Account Number"), () => reveal(frm));
		},
	});
}

function reveal(frm) {
	huimang.reveal_number({
		title: __("Show the Account Number"),
		label: __("Account Number"),
		description: __("Who reads an account number, when and what for, is logged."),
		method: "huimang.budget.api.reveal_account_number",
		args: { doctype: frm.doctype, name: frm.docname },
		below: [frm.doc.bank_name, frm.doc.account_holder].filter(Boolean).join(" · "),
	});
}

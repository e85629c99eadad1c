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
	frappe.prompt(
		{
			fieldname: "purpose",
			fieldtype: "Data",
			label: __("Purpose"),
			reqd: 1,
			description: __("Who reads an account number, when and what for, is logged."),
		},
		async ({ purpose }) => {
			const number = await frappe.xcall("huimang.budget.api.reveal_account_number", {
				doctype: frm.doctype,
				name: frm.docname,
				purpose,
			});
			frappe.msgprint({
				title: __("Account Number"),
				message: `<p class="h4">${frappe.utils.escape_html(number)}</p>
					<p class="text-muted">${frappe.utils.escape_html([frm.doc.bank_name, frm.doc.account_holder].filter(Boolean).join(" · "))}</p>`,
			});
		},
		__("Show the Account Number"),
		__("Show")
	);
}

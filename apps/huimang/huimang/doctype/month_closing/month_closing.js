frappe.ui.form.on("Month Closing", {
	setup(frm) {
		frm.set_query("accounting_year", () => ({
			filters: { facility: frm.doc.facility, status: ["!=", "Closed"] },
		}));
	},

	refresh(frm) {
		// Cancelling needs a reason: a button that asks for it takes the place of the framework's own.
		if (frm.doc.docstatus === 1 && frm.has_perm("cancel")) {
			frm.page.clear_secondary_action();
			frm.add_custom_button(__("Reopen Month"), () => ask_reason(frm));
		}
	},
});

function ask_reason(frm) {
	frappe.prompt(
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason to Reopen"), reqd: 1 },
		({ reason }) =>
			frappe
				.xcall("huimang.ledger.api.reopen_month", { name: frm.doc.name, reason })
				.then(() => frm.reload_doc()),
		__("Reopen Month"),
		__("Reopen Month")
	);
}

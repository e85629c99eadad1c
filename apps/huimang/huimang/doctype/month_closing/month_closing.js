frappe.ui.form.on("Month Closing", {
	setup(frm) {
		frm.set_query("accounting_year", () => ({
			filters: { facility: frm.doc.facility, status: ["!=", "Closed"] },
		}));
	},

	onload(frm) {
		if (frm.is_new()) suggest_next(frm);
	},

	facility(frm) {
		if (frm.is_new() && frm.doc.facility) suggest_next(frm);
	},

	refresh(frm) {
		// Cancelling needs a reason: a button that asks for it takes the place of the framework's own.
		if (frm.doc.docstatus === 1 && frm.has_perm("cancel")) {
			frm.page.clear_secondary_action();
			frm.add_custom_button(__("Reopen Month"), () => ask_reason(frm));
		}
	},
});

/** Months are closed in order, so there is one to offer. */
async function suggest_next(frm) {
	const next = await frappe.xcall("huimang.ledger.api.next_to_close", { facility: frm.doc.facility }, "GET");
	for (const field of ["facility", "accounting_year", "month"]) {
		if (next[field] && frm.doc[field] !== next[field]) await frm.set_value(field, next[field]);
	}
}

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

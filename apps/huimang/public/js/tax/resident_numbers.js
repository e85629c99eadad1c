// Resident registration numbers are shown by birthday and sex. Who pays people may read one in full, for a purpose that is logged.

frappe.ui.form.on("Counterparty", {
	refresh(frm) {
		if (frm.is_new() || !frm.doc.resident_no || !frappe.user.has_role("Accountant")) return;
		frm.add_custom_button(__("Show the Resident Registration Number"), () => reveal(frm));
	},
});

function reveal(frm) {
	frappe.prompt(
		{
			fieldname: "purpose",
			fieldtype: "Data",
			label: __("Purpose"),
			reqd: 1,
			description: __("Who reads a resident registration number, when and what for, is logged."),
		},
		async ({ purpose }) => {
			const number = await frappe.xcall("huimang.tax.api.reveal_resident_no", { name: frm.docname, purpose });
			frappe.msgprint({
				title: __("Resident Registration No."),
				message: `<p class="h4">${frappe.utils.escape_html(number)}</p>`,
			});
		},
		__("Show the Resident Registration Number"),
		__("Show")
	);
}

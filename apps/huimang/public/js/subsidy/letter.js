// What the granting body writes is entered from its letter: day, number and the letter itself.

/** Ask for a letter and what stands in it, and hand it on. */
export function ask_letter(title, fields, carry_out, names = { day: "decided_on", number: "document_no" }) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: [
			{ fieldname: names.day, fieldtype: "Date", label: __("Letter Dated"), reqd: 1, default: frappe.datetime.get_today() },
			{ fieldtype: "Column Break" },
			{ fieldname: names.number, fieldtype: "Data", label: __("Document No."), reqd: 1 },
			...fields,
			{ fieldtype: "Section Break" },
			{ fieldname: "attachment", fieldtype: "Attach", label: __("Official Letter") },
		],
		primary_action_label: __("Save"),
		async primary_action(values) {
			await carry_out(values);
			dialog.hide();
		},
	});
	dialog.show();
	return dialog;
}

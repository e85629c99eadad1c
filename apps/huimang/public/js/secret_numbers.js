// Numbers shown masked are read in full for a purpose, which is asked for here and logged by the server.

frappe.provide("huimang");

/**
 * Ask for the purpose and show the whole number.
 *
 * @param {string} title of the dialog, and of its button's form
 * @param {string} label of the number
 * @param {string} description what is logged
 * @param {string} method that takes `args` and the purpose, and returns the number
 * @param {string} below what stands below the number, as text
 */
huimang.reveal_number = ({ title, label, description, method, args, below = "" }) => {
	const escape = frappe.utils.escape_html;
	frappe.prompt(
		{ fieldname: "purpose", fieldtype: "Data", label: __("Purpose"), reqd: 1, description },
		async ({ purpose }) => {
			const number = await frappe.xcall(method, { ...args, purpose });
			const more = below ? `<p class="text-muted">${escape(below)}</p>` : "";
			frappe.msgprint({ title: label, message: `<p class="h4">${escape(number)}</p>${more}` });
		},
		title,
		__("Show")
	);
};

/** The same for the resident registration number of the person of a form. */
huimang.reveal_resident_no = (frm, method) =>
	huimang.reveal_number({
		title: __("Show the Resident Registration Number"),
		label: __("Resident Registration No."),
		description: __("Who reads a resident registration number, when and what for, is logged."),
		method,
		args: { name: frm.docname },
	});

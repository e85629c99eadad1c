frappe.ui.form.on("Opening Pay", {
	setup(frm) {
		frm.set_query("employee", () => ({ filters: { facility: frm.doc.facility || "" } }));
	},
});

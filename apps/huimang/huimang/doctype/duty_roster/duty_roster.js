frappe.ui.form.on("Duty Roster", {
	setup(frm) {
		frm.set_query("employee", () => ({ filters: { facility: frm.doc.facility } }));
	},
});

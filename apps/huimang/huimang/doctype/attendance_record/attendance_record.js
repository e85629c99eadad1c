frappe.ui.form.on("Attendance Record", {
	setup(frm) {
		frm.set_query("employee", () => ({ filters: { facility: frm.doc.facility } }));
	},
});

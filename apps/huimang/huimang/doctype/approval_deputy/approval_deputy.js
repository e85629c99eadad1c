// Whoever opens it is mostly the one who will be away.

frappe.ui.form.on("Approval Deputy", {
	setup(frm) {
		for (const field of ["absent_user", "deputy_user"]) {
			frm.set_query(field, () => ({ filters: { ignore_user_type: 1, enabled: 1 } }));
		}
	},
	onload(frm) {
		if (frm.is_new() && !frm.doc.absent_user) frm.set_value("absent_user", frappe.session.user);
	},
	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
	},
});

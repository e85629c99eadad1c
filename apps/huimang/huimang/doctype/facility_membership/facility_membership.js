frappe.ui.form.on("Facility Membership", {
	setup(frm) {
		// a new login has no role yet, and the framework takes who has none for a visitor of the website
		frm.set_query("user", () => ({ filters: { ignore_user_type: 1 } }));
	},
});

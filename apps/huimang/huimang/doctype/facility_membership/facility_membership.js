// A membership: the facility's own people are chosen by their names, the roles are those that a facility gives.

frappe.ui.form.on("Facility Membership", {
	setup(frm) {
		// a new login has no role yet, and the framework takes who has none for a visitor of the website
		frm.set_query("user", () => ({ filters: { ignore_user_type: 1 } }));
	},

	refresh: offer_grantable_roles,
	facility: offer_grantable_roles,
});

async function offer_grantable_roles(frm) {
	if (!frm.doc.facility) return;
	const roles = await frappe.xcall("huimang.facility.api.grantable_roles", { facility: frm.doc.facility });
	const held = (frm.doc.roles || []).map((row) => row.role);
	const options = [...new Set([...roles, ...held])].filter(Boolean);
	frm.fields_dict.roles.grid.update_docfield_property("role", "options", ["", ...options]);
}

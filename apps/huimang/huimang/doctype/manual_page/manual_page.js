frappe.ui.form.on("Manual Page", {
	setup(frm) {
		frm.set_query("subject_type", "subjects", () => ({
			filters: { name: ["in", ["DocType", "Report", "Page", "Workspace"]] },
		}));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		if (frm.doc.published) {
			frm.add_custom_button(__("Show in the Manual"), () => frappe.set_route("manual", frm.doc.name));
		}
		if (frm.doc.newer_default) {
			frm.set_intro(__("The product brings a newer text of this page. Yours stays until you take the newer one."), "blue");
		}
		if (frm.doc.seeded_hash) {
			frm.add_custom_button(__("Back to the Default"), () => {
				frappe.confirm(__("The text of the product takes the place of yours."), async () => {
					await frappe.xcall("huimang.help.api.restore", { name: frm.doc.name }, "POST");
					frm.reload_doc();
				});
			});
		}
	},
});

frappe.ui.form.on("Withholding Return", {
	async onload(frm) {
		if (!frm.is_new()) return;
		const values = await frappe.xcall("huimang.tax.api.return_defaults", { facility: frm.doc.facility }, "GET");
		for (const field of ["facility", "year", "month"]) {
			if (!frm.doc[field] && values[field]) await frm.set_value(field, values[field]);
		}
	},

	refresh(frm) {
		frm.page.sidebar.hide();
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		for (const table of ["rows", "local_rows", "payments"]) {
			frm.get_field(table).grid.cannot_add_rows = true;
			frm.toggle_display(table, Boolean(frm.doc[table]?.length));
		}
		if (frm.is_new()) {
			frm.set_intro(__("Save, and the return is filled in from what was paid to persons in this month."), "blue");
			return;
		}
		const draft = frm.doc.docstatus === 0 && frm.doc.stage === "Draft";
		if (draft && frm.perm[0]?.write) {
			frm.add_custom_button(__("Reckon Anew"), () => {
				frm.dirty();
				frm.save();
			});
		}
		frm.add_custom_button(__("PDF"), () => open(frm, "frappe.utils.print_format.download_pdf", { doctype: frm.doctype }));
		frm.add_custom_button(__("Excel"), () => open(frm, "huimang.tax.api.download_return"));
	},
});

function open(frm, method, more = {}) {
	window.open(`/api/method/${method}?${new URLSearchParams({ name: frm.docname, ...more })}`);
}

// Withholding Return: filled in by the server from what was paid to persons; here it is chosen, looked at and filed.

import { set_up_list, show_frame } from "../resolutions/common";
import { show_evidence } from "../resolutions/evidence";
import { is_draft } from "../resolutions/kinds";

const TABLES = ["rows", "local_rows", "payments"];

frappe.ui.form.on("Withholding Return", {
	setup(frm) {
		// evidence comes in as files, by the panel above its rows
		frm.get_field("evidence").grid.cannot_add_rows = true;
	},
	onload: begin,
	refresh: show,
	evidence_remove: show_evidence,
});

set_up_list("Withholding Return", ["total_amount"]);

/** A new return is that of last month. */
async function begin(frm) {
	if (!frm.is_new() || frm.doc.year) return;
	const values = await frappe.xcall("huimang.tax.api.return_defaults", { facility: frm.doc.facility }, "GET");
	for (const field of ["facility", "year", "month"]) {
		if (values[field]) await frm.set_value(field, values[field]);
	}
}

function show(frm) {
	show_frame(frm);
	show_evidence(frm);
	for (const table of TABLES) {
		frm.get_field(table).grid.cannot_add_rows = true;
		frm.toggle_display(table, Boolean(frm.doc[table]?.length));
	}
	frm.toggle_display("purpose", false);
	if (frm.is_new()) {
		frm.set_intro(__("Save, and the return is filled in from what was paid to persons in this month."), "blue");
		return;
	}
	if (is_draft(frm) && frm.perm[0]?.write) {
		frm.add_custom_button(__("Reckon Anew"), () => {
			frm.dirty();
			frm.save();
		});
	}
	frm.add_custom_button(__("Excel"), () => {
		window.open(`/api/method/huimang.tax.api.download_return?${new URLSearchParams({ name: frm.docname })}`);
	});
}

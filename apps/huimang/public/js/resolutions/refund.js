// The form and the list of Refund Resolution: 여입 of an expense, 반납 of an income.

import { choose_open_year, own, set_up_list, show_frame, start, unit } from "./common";
import { show_evidence } from "./evidence";
import { API } from "./kinds";

const ORIGINALS = { "Expense Refund": "Expense Resolution", "Revenue Refund": "Income Resolution" };
const TITLES = { "Expense Resolution": __("Expense Refund"), "Income Resolution": __("Revenue Refund") };

frappe.ui.form.on("Refund Resolution", {
	setup(frm) {
		choose_open_year(frm);
		frm.set_query("bank_account", own(frm, unit(frm)));
		frm.set_query("original", () => ({ filters: { facility: frm.doc.facility || "", stage: "Settled" } }));
		frm.get_field("evidence").grid.cannot_add_rows = true;
		frm.get_field("lines").grid.cannot_add_rows = true;
	},
	async onload(frm) {
		if (!frm.is_new()) return;
		name_original(frm);
		await start(frm, ["facility"]);
		if (frm.doc.original && !frm.doc.lines?.some((line) => line.original_row)) take_over(frm);
	},
	facility: (frm) => frm.is_new() && start(frm, ["facility"]),
	refresh(frm) {
		show_frame(frm);
		show_evidence(frm);
	},
	refund_type(frm) {
		name_original(frm);
		if (frm.doc.original) frm.set_value("original", null);
		frm.clear_table("lines");
		frm.refresh_field("lines");
	},
	original: take_over,
	evidence_remove: show_evidence,
});

frappe.ui.form.on("Refund Resolution Line", { amount: add_up, lines_remove: add_up });

function name_original(frm) {
	frm.doc.original_doctype = ORIGINALS[frm.doc.refund_type];
	frm.refresh_field("original");
}

/** Start with the lines of the original and what can still be refunded of each. */
async function take_over(frm) {
	const { original, original_doctype } = frm.doc;
	frm.clear_table("lines");
	if (original) {
		const args = { doctype: original_doctype, name: original };
		const [lines, { message: head }] = await Promise.all([
			frappe.xcall(`${API}.refundable`, args, "GET"),
			frappe.db.get_value(original_doctype, original, ["accounting_year", "resolution_no", "bank_account"]),
		]);
		for (const line of lines) frm.add_child("lines", line);
		await frm.set_value("accounting_year", head.accounting_year);
		await frm.set_value("original_no", head.resolution_no);
		await frm.set_value("bank_account", head.bank_account);
		if (!lines.length) frappe.msgprint(__("Everything of this resolution has been refunded already."));
	}
	frm.refresh_field("lines");
	add_up(frm);
}

function add_up(frm) {
	const total = (frm.doc.lines || []).reduce((sum, line) => sum + (line.amount || 0), 0);
	frm.set_value("total_amount", total);
}

/** A button on what has been paid or received that starts its refund. */
export function offer_refund(frm) {
	if (frm.doc.stage !== "Settled" || !frappe.model.can_create("Refund Resolution")) return;
	const title = TITLES[frm.doctype];
	frm.add_custom_button(title, () =>
		frappe.new_doc("Refund Resolution", {
			refund_type: Object.keys(ORIGINALS).find((type) => ORIGINALS[type] === frm.doctype),
			facility: frm.doc.facility,
			original_doctype: frm.doctype,
			original: frm.docname,
		})
	);
}

set_up_list("Refund Resolution", ["resolution_no", "total_amount"]);

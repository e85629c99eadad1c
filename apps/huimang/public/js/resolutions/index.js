// The forms and lists of Expense Resolution and Income Resolution: one behaviour for both kinds.

import { offer_account } from "./advance";
import { show_budget } from "./budget_box";
import { copy_earlier } from "./copy";
import { choose_open_year, own, set_up_list, show_frame, start, unit } from "./common";
import { show_evidence } from "./evidence";
import { API, is_draft, kind_of } from "./kinds";
import { warn_of_cash } from "./deposits";
import { offer_refund } from "./refund";
import { choose_request } from "./request";
import "./settle";
import "./transfer";

frappe.provide("huimang.resolutions");

/** Set up the form of a kind of resolution; its DocType's script calls this. */
huimang.resolutions.form = (doctype) => {
	frappe.ui.form.on(doctype, {
		setup: set_up,
		onload: (frm) => frm.is_new() && begin(frm),
		refresh: show,
		validate: drop_blank_lines,
		facility: (frm) => frm.is_new() && begin(frm),
		accounting_year: ask_budget,
		payment_method: show_evidence,
		evidence_waiver_reason: show_evidence,
		lines_remove: ask_budget,
		evidence_remove: show_evidence,
	});
	frappe.ui.form.on(`${doctype} Line`, {
		lines_add: follow_line_above,
		account_subject: suggest,
		program: ask_budget,
		fund_source: ask_budget,
		amount: ask_budget,
	});
};

frappe.ui.form.on("Resolution Evidence", { attachment: show_evidence, evidence_type: show_evidence });

/** Set up the list of a kind of resolution. */
huimang.resolutions.list = (doctype) => {
	set_up_list(doctype, ["total_amount"], doctype === "Income Resolution" ? warn_of_cash : null);
};

// ---- new documents ------------------------------------------------------------------------------------------------

async function begin(frm) {
	const values = await start(frm, ["facility", "accounting_year", "bank_account"]);
	const first = frm.doc.lines?.[0];
	if (first && !first.program && values.program) {
		frappe.model.set_value(first.doctype, first.name, "program", values.program);
	}
	show(frm);
}

/** A line starts like the one above it: mostly it is the same program, paid from the same money. */
function follow_line_above(frm, cdt, cdn) {
	const line = locals[cdt][cdn];
	const above = frm.doc.lines[frm.doc.lines.indexOf(line) - 1];
	const values = { program: above?.program || frm.start_values?.program };
	for (const field of ["fund_source", "counter_subject", "counterparty"]) {
		if (above?.[field]) values[field] = above[field];
	}
	frappe.model.set_value(cdt, cdn, values);
}

/** With the subject chosen, the rest is mostly known: from the last time, or because the budget has but one such line. */
async function suggest(frm, cdt, cdn) {
	const line = locals[cdt][cdn];
	const { facility, accounting_year } = frm.doc;
	if (line.account_subject && facility && accounting_year) {
		const values = await frappe.xcall(
			`${API}.suggest_line`,
			{ doctype: frm.doctype, facility, accounting_year, account_subject: line.account_subject },
			"GET"
		);
		for (const [field, value] of Object.entries(values)) {
			if (value && frappe.meta.has_field(cdt, field)) await frappe.model.set_value(cdt, cdn, field, value);
		}
	}
	ask_budget(frm);
}

/** Leaving the last line with the tabulator opens another, which nobody meant to fill. */
function drop_blank_lines(frm) {
	const blank = (frm.doc.lines || []).filter((line) => !line.account_subject && !line.amount);
	if (!blank.length || blank.length === frm.doc.lines.length) return;
	for (const line of blank) frm.get_field("lines").grid.grid_rows_by_docname[line.name]?.remove();
}

// ---- the form -----------------------------------------------------------------------------------------------------

function set_up(frm) {
	const kind = kind_of(frm);
	const subjects = (side) => () => ({
		query: `${API}.subject_query`,
		filters: {
			facility: frm.doc.facility || "",
			accounting_year: frm.doc.accounting_year || "",
			side,
			...unit(frm)(),
		},
	});
	choose_open_year(frm);
	frm.set_query("bank_account", own(frm, unit(frm)));
	frm.set_query("account_subject", "lines", subjects(kind.side));
	if (frappe.meta.has_field(`${frm.doctype} Line`, "counter_subject")) frm.set_query("counter_subject", "lines", subjects("Revenue"));
	for (const field of ["program", "fund_source", "counterparty"]) frm.set_query(field, "lines", own(frm));
	choose_request(frm);
	// evidence comes in as files, by the panel above its rows
	frm.get_field("evidence").grid.cannot_add_rows = true;
	frm.ask_budget = frappe.utils.debounce(() => show_budget(frm), 300);
}

function show(frm) {
	show_frame(frm);
	// the total stands below the lines, in figures and in words
	frm.toggle_display("total_amount", false);
	show_budget(frm);
	show_evidence(frm);
	offer_refund(frm);
	offer_account(frm);
	if (is_draft(frm) && frm.perm[0]?.write) {
		frm.add_custom_button(__("Copy an Earlier One"), () => copy_earlier(frm, ask_budget));
	}
}

/** Ask what the budget says as soon as the typing pauses. */
function ask_budget(frm) {
	frm.ask_budget?.();
}

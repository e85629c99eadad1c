// Expense Resolution: whom it pays as a person, and what is withheld from them, reckoned by the server while typing.

import { is_draft, won } from "../resolutions/kinds";

const KIND_OF = {};

frappe.ui.form.on("Expense Resolution", {
	setup(frm) {
		frm.set_query("payee", "withholdings", () => ({
			filters: { facility: frm.doc.facility || "", kind: "Individual", is_active: 1 },
		}));
		frm.reckon_payees = frappe.utils.debounce(() => reckon(frm), 300);
	},
	refresh: show,
	proposal_date: (frm) => frm.reckon_payees(),
	withholdings_remove: (frm) => frm.reckon_payees(),
});

frappe.ui.form.on("Expense Resolution Line", { counterparty: show, amount: show, lines_remove: show });

frappe.ui.form.on("Payee Withholding", {
	payee: (frm) => frm.reckon_payees(),
	gross: (frm) => frm.reckon_payees(),
	days: (frm) => frm.reckon_payees(),
	income_kind: change_row,
	expense_rate: change_row,
});

/** Another kind of income is reported in another row: the server fills that in. */
function change_row(frm, cdt, cdn) {
	frappe.model.set_value(cdt, cdn, "income_code", "");
	frm.reckon_payees();
}

/** Payees are shown where a line pays a person; what is missing of them is offered. */
async function show(frm) {
	const missing = await persons_without_row(frm);
	const any = Boolean(frm.doc.withholdings?.length);
	frm.toggle_display("section_break_withholding", any || missing.length > 0);
	const place = frm.fields_dict.withholding_hint?.$wrapper;
	if (!place) return;
	place.empty();
	if (!missing.length || !is_draft(frm)) {
		if (any) show_sum(frm, place);
		return;
	}
	const names = missing.map((line) => frappe.utils.get_link_title("Counterparty", line.counterparty) || line.counterparty);
	const hint = $(`<div class="payee-hint">
		<span>${__("This pays a person: {0}. Add them if tax is withheld.", [frappe.utils.escape_html(names.join(", "))])}</span>
		<button class="btn btn-default btn-xs">${__("Add Payees")}</button></div>`);
	hint.find("button").on("click", () => add(frm, missing));
	place.append(hint);
	// the framework folds a section whose table is empty
	frm.fields_dict.section_break_withholding?.collapse?.(false);
}

async function persons_without_row(frm) {
	const named = new Set((frm.doc.withholdings || []).map((row) => row.payee));
	const lines = (frm.doc.lines || []).filter((line) => line.counterparty && !named.has(line.counterparty));
	const unknown = [...new Set(lines.map((line) => line.counterparty))].filter((name) => !(name in KIND_OF));
	for (const name of unknown) {
		const { message } = await frappe.db.get_value("Counterparty", name, ["kind", "counterparty_name"]);
		KIND_OF[name] = message?.kind;
		frappe.utils.add_link_title("Counterparty", name, message?.counterparty_name || name);
	}
	return lines.filter((line) => KIND_OF[line.counterparty] === "Individual");
}

function add(frm, lines) {
	for (const line of lines) {
		const row = (frm.doc.withholdings || []).find((known) => known.payee === line.counterparty);
		if (row) row.gross += line.amount || 0;
		else frm.add_child("withholdings", { payee: line.counterparty, gross: line.amount || 0 });
	}
	frm.refresh_field("withholdings");
	frm.dirty();
	frm.reckon_payees();
}

async function reckon(frm) {
	if (!is_draft(frm) || !frm.doc.facility) return;
	const rows = frm.doc.withholdings || [];
	const asked = (frm.payees_asked = {});
	const answer = await frappe.xcall("huimang.tax.api.withhold", {
		facility: frm.doc.facility,
		on: frm.doc.proposal_date,
		rows: rows.map(({ payee, income_kind, gross, days, expense_rate, income_code }) => ({
			payee,
			income_kind,
			gross,
			days,
			expense_rate,
			income_code,
		})),
	});
	// somebody who types fast asks again before the answer comes: only the last one counts
	if (frm.payees_asked !== asked) return;
	rows.forEach((row, at) => Object.assign(row, answer.rows[at]));
	frm.doc.withheld_total = answer.total;
	frm.refresh_field("withholdings");
	frm.refresh_field("withheld_total");
	show(frm);
}

function show_sum(frm, place) {
	const sum = (field) => (frm.doc.withholdings || []).reduce((total, row) => total + (row[field] || 0), 0);
	place.append(`<p class="text-muted">${__("Income tax {0} won, local income tax {1} won; the payees get {2} won.", [
		won(sum("income_tax")),
		won(sum("local_tax")),
		won(sum("net")),
	])}</p>`);
}

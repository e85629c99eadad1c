// The form and the list of Fund Transfer.

import { choose_open_year, own, set_up_list, show_frame, start, unit } from "./common";
import { show_evidence } from "./evidence";
import { API, won } from "./kinds";

frappe.ui.form.on("Fund Transfer", {
	setup(frm) {
		choose_open_year(frm);
		for (const field of ["from_account", "to_account"]) frm.set_query(field, own(frm, unit(frm)));
		frm.set_query("fund_source", "lines", own(frm));
		frm.get_field("evidence").grid.cannot_add_rows = true;
	},
	onload: (frm) => frm.is_new() && start(frm),
	facility: (frm) => frm.is_new() && start(frm),
	refresh(frm) {
		show_frame(frm);
		show_balances(frm);
		show_evidence(frm);
	},
	accounting_year: show_balances,
	from_account: show_balances,
	to_account: show_balances,
	amount: show_balances,
	lines_remove: add_up,
	evidence_remove: show_evidence,
});

frappe.ui.form.on("Fund Transfer Line", { amount: add_up });

function add_up(frm) {
	frm.set_value("amount", (frm.doc.lines || []).reduce((sum, line) => sum + (line.amount || 0), 0));
	frm.refresh_field("amount");
}

/** What the books say of both accounts, before the transfer and after it. */
async function show_balances(frm) {
	const place = frm.fields_dict.balance_box.$wrapper;
	const { facility, accounting_year, from_account, to_account, amount, stage } = frm.doc;
	const accounts = [from_account, to_account].filter(Boolean);
	if (!facility || !accounting_year || !accounts.length || ["Settled", "Cancelled"].includes(stage)) {
		place.empty();
		return;
	}
	const asked = (frm.balances_asked = {});
	const held = await frappe.xcall(`${API}.account_balances`, { facility, accounting_year, accounts }, "GET");
	if (frm.balances_asked !== asked) return;
	const change = { [from_account]: -(amount || 0), [to_account]: amount || 0 };
	const row = (account) => {
		const title = frappe.utils.escape_html(frappe.utils.get_link_title("Facility Bank Account", account) || account);
		const after = held[account] + change[account];
		return `<tr><td>${title}</td><td>${won(held[account])}</td><td class="${after < 0 ? "over" : ""}">${won(after)}</td></tr>`;
	};
	place.html(`<div class="resolution-budget"><table>
		<thead><tr><th>${__("Account")}</th><th>${__("Balance")}</th><th>${__("After the Transfer")}</th></tr></thead>
		<tbody>${accounts.map(row).join("")}</tbody></table></div>`);
}

set_up_list("Fund Transfer", ["resolution_no", "amount"]);

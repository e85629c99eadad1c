// Below the lines: budget, spent, reserved and left of every line while it is being typed, and the total in words.

import { show_evidence } from "./evidence";
import { API, kind_of, won } from "./kinds";

/** Show what the budget says to the lines as they are now. */
export async function show_budget(frm) {
	const kind = kind_of(frm);
	const place = frm.fields_dict.budget_box?.$wrapper;
	const { doctype } = frm;
	const { facility, accounting_year, lines = [] } = frm.doc;
	if (!place || !facility) return;
	if (!lines.some((line) => line.account_subject || line.amount)) {
		place.empty();
		return;
	}
	const asked = (frm.budget_asked = {});
	// by POST, though it only reads: the lines of a payroll do not fit into an address
	const answer = await frappe.xcall(`${API}.budget_rest`, {
		doctype,
		facility,
		accounting_year: accounting_year || "",
		held: Number(["In Approval", "Approved", "Settled"].includes(frm.doc.stage)),
		lines: lines.map(({ account_subject, program, fund_source, amount, request_row }) => ({
			request_row,
			account_subject,
			program,
			fund_source,
			amount: amount || 0,
		})),
	});
	// somebody who types fast asks again before the answer comes: only the last one counts
	if (frm.budget_asked !== asked) return;
	frm.evidence_total = answer.total;
	place.html(budget_table(lines, answer.lines, kind) + total_row(answer));
	show_evidence(frm);
}

function budget_table(lines, rests, kind) {
	const rows = lines
		.map((line, index) => rests[index] && budget_row(line, rests[index], kind))
		.filter(Boolean);
	if (!rows.length) return "";
	const titles = kind.spends
		? [__("Budget"), __("Spent"), __("Reserved"), __("Budget Left"), __("Left after This"), ""]
		: [__("Budget"), __("Received"), __("Still to Come"), __("Left after This"), ""];
	return `<div class="resolution-budget"><table>
		<thead><tr><th>${__("Budget Line")}</th>${titles.map((title) => `<th>${title}</th>`).join("")}</tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>`;
}

function budget_row(line, rest, kind) {
	const escape = frappe.utils.escape_html;
	const title = (doctype, name) => escape(frappe.utils.get_link_title(doctype, name) || name);
	const over = kind.spends && rest.left_after < 0;
	const figures = kind.spends
		? [rest.appropriated, rest.actual, rest.reserved, rest.left, rest.left_after]
		: [rest.appropriated, rest.actual, rest.left, rest.left_after];
	const missing = rest.appropriated <= 0 ? ` <span class="over">${__("Not in the budget")}</span>` : "";
	return `<tr>
		<td>${line.idx}. ${title("Account Subject", line.account_subject)}
			<span class="text-muted">${title("Welfare Program", line.program)} · ${title("Fund Source", line.fund_source)}</span>${missing}</td>
		${figures.map((value, at) => `<td class="${at === figures.length - 1 && over ? "over" : ""}">${won(value)}</td>`).join("")}
		<td>${kind.spends ? used_bar(rest, over) : ""}</td>
	</tr>`;
}

function used_bar({ appropriated, actual, reserved, left, left_after }, over) {
	const share = (value) => (appropriated > 0 ? Math.max(0, Math.min(100, (value / appropriated) * 100)) : 0);
	return `<div class="used ${over ? "over" : ""}">
		<span style="width:${share(actual + reserved)}%"></span><span style="width:${share(left - left_after)}%"></span></div>`;
}

function total_row({ total, in_words }) {
	if (!total) return "";
	return `<div class="resolution-total"><span class="text-muted">${in_words}</span>
		<span>${__("Total")} <strong>${won(total)}</strong>${__("won")}</span></div>`;
}

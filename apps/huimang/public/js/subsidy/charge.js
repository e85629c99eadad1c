// Lines of resolutions and requests that are charged to a grant: which one it most likely is, and what is left of it.

import { is_draft, won } from "../resolutions/kinds";

const API = "huimang.subsidy.api";
const DOCTYPES = ["Expense Resolution", "Income Resolution", "Expense Request"];

for (const doctype of DOCTYPES) {
	frappe.ui.form.on(doctype, {
		setup(frm) {
			frm.set_query("subsidy_grant", "lines", () => ({
				filters: {
					facility: frm.doc.facility || "",
					status: ["in", doctype === "Expense Resolution" ? ["Granted", "Running", "Finalised"] : ["Granted", "Running"]],
				},
			}));
		},
		refresh: show_rests,
		lines_remove: show_rests,
	});
	frappe.ui.form.on(`${doctype} Line`, {
		account_subject: propose,
		program: propose,
		fund_source: propose,
		subsidy_grant: show_rests,
		amount: show_rests,
	});
}

/** The grant of a line, where there is but one that fits: proposed while the writer has not chosen for themselves. */
async function propose(frm, cdt, cdn) {
	const line = locals[cdt][cdn];
	const { account_subject, program, fund_source } = line;
	if (!is_draft(frm) || !account_subject || !program || !fund_source) return;
	if (line.subsidy_grant && line.subsidy_grant !== line.proposed_grant) return;
	const day = frm.doc.cause_date || frm.doc.proposal_date;
	const grant = await frappe.xcall(
		`${API}.likely_grant`,
		{ doctype: frm.doctype, facility: frm.doc.facility, account_subject, program, fund_source, day },
		"GET"
	);
	line.proposed_grant = grant;
	if (grant !== (line.subsidy_grant || null)) await frappe.model.set_value(cdt, cdn, "subsidy_grant", grant);
}

async function show_rests(frm) {
	const names = [...new Set((frm.doc.lines || []).map((line) => line.subsidy_grant).filter(Boolean))];
	const box = frm.fields_dict.budget_box?.$wrapper;
	if (!box) return;
	let place = box.next(".grant-rests");
	if (!place.length) place = $(`<div class="grant-rests text-muted"></div>`).insertAfter(box);
	if (!names.length || !frm.doc.facility) {
		place.empty();
		return;
	}
	const rests = await frappe.xcall(`${API}.rests`, { facility: frm.doc.facility, names: JSON.stringify(names) }, "GET");
	place.html(
		Object.values(rests)
			.map(({ title, left_amount }) => `${frappe.utils.escape_html(title)} · ${__("{0} won left", [won(left_amount)])}`)
			.join("<br>")
	);
}

const source_of = (frm) => ({
	account_subject: frm.doc.contingency_subject,
	program: frm.doc.contingency_program,
	fund_source: frm.doc.contingency_fund_source,
});

const target_of = (frm, line) => ({
	account_subject: line.to_subject,
	program: line.to_program || frm.doc.contingency_program,
	fund_source: line.to_fund_source || frm.doc.contingency_fund_source,
});

huimang.budget.move_form("Contingency Use", {
	source_of,
	target_of,
	setup(frm) {
		frm.set_query("contingency_subject", () => ({
			filters: {
				facility: frm.doc.facility || "",
				accounting_unit: frm.doc.accounting_unit || "Facility",
				is_contingency: 1,
				is_active: 1,
			},
		}));
		frm.set_query("to_subject", "lines", () => huimang.budget.expense_subjects(frm));
		for (const part of ["program", "fund_source"]) {
			frm.set_query(`contingency_${part}`, () => huimang.budget.own(frm));
			frm.set_query(`to_${part}`, "lines", () => huimang.budget.own(frm));
		}
	},
	async start(frm, values) {
		if (!frm.doc.contingency_subject && values.contingency_subject) {
			await frm.set_value("contingency_subject", values.contingency_subject);
		}
	},
});

frappe.ui.form.on("Contingency Use", {
	async contingency_subject(frm) {
		const [place] = await huimang.budget.budgeted_on(frm, frm.doc.contingency_subject);
		if (place && !frm.doc.contingency_fund_source) {
			await frm.set_value({ contingency_program: place.program, contingency_fund_source: place.fund_source });
		}
		for (const line of frm.doc.lines || []) follow_contingency(frm, line);
		frm.ask_rests();
	},
	contingency_program: (frm) => frm.ask_rests(),
	contingency_fund_source: (frm) => frm.ask_rests(),
});

frappe.ui.form.on("Contingency Use Line", {
	lines_add: (frm, cdt, cdn) => follow_contingency(frm, locals[cdt][cdn]),
});

/** What is given stays in its program and fund source, unless the line says otherwise. */
function follow_contingency(frm, line) {
	for (const part of ["program", "fund_source"]) {
		if (!line[`to_${part}`]) frappe.model.set_value(line.doctype, line.name, `to_${part}`, frm.doc[`contingency_${part}`]);
	}
}

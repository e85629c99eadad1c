const source_of = (_frm, line) => ({
	account_subject: line.from_subject,
	program: line.from_program,
	fund_source: line.fund_source,
});

const target_of = (_frm, line) => ({
	account_subject: line.to_subject || line.from_subject,
	program: line.to_program || line.from_program,
	fund_source: line.fund_source,
});

huimang.budget.move_form("Budget Carryover", {
	source_of,
	target_of,
	setup(frm) {
		for (const end of ["from", "to"]) {
			frm.set_query(`${end}_subject`, "lines", () => huimang.budget.expense_subjects(frm));
			frm.set_query(`${end}_program`, "lines", () => huimang.budget.own(frm));
		}
		frm.set_query("fund_source", "lines", () => huimang.budget.own(frm));
		frm.set_query("revenue_subject", "lines", () => ({
			query: "huimang.budget.api.search_carryover_subjects",
			filters: { facility: frm.doc.facility || "", accounting_unit: frm.doc.accounting_unit || "Facility" },
		}));
	},
});

frappe.ui.form.on("Budget Carryover Line", {
	async from_subject(frm, cdt, cdn) {
		const line = locals[cdt][cdn];
		const [place] = await huimang.budget.budgeted_on(frm, line.from_subject);
		if (place) {
			await frappe.model.set_value(cdt, cdn, { from_program: place.program, fund_source: place.fund_source });
		}
		frm.ask_rests();
	},
	fund_source: (frm) => frm.ask_rests(),
});

const source_of = (_frm, line) => ({
	account_subject: line.from_subject,
	program: line.from_program,
	fund_source: line.from_fund_source,
});

const target_of = (_frm, line) => ({
	account_subject: line.to_subject,
	program: line.to_program || line.from_program,
	fund_source: line.to_fund_source || line.from_fund_source,
});

huimang.budget.move_form("Budget Transfer", {
	source_of,
	target_of,
	setup(frm) {
		for (const end of ["from", "to"]) {
			frm.set_query(`${end}_subject`, "lines", () => huimang.budget.expense_subjects(frm));
			for (const part of ["program", "fund_source"]) {
				frm.set_query(`${end}_${part}`, "lines", () => huimang.budget.own(frm));
			}
		}
	},
});

frappe.ui.form.on("Budget Transfer", {
	refresh(frm) {
		if (frm.doc.docstatus === 1 && frappe.model.can_create("Budget Transfer")) {
			frm.add_custom_button(__("Make the Opposite Transfer"), () => make_opposite(frm.doc));
		}
	},
});

frappe.ui.form.on("Budget Transfer Line", {
	async from_subject(frm, cdt, cdn) {
		const line = locals[cdt][cdn];
		const places = await huimang.budget.budgeted_on(frm, line.from_subject);
		const known = places.find((at) => at.program === line.from_program && at.fund_source === line.from_fund_source);
		const place = known || places[0] || { program: line.from_program || frm.start_values?.program };
		frappe.model.set_value(cdt, cdn, {
			from_program: place.program,
			from_fund_source: place.fund_source,
			to_program: place.program,
			to_fund_source: place.fund_source,
		});
		frm.ask_rests();
	},
});

/** What was moved goes back the same way (전용 되돌리기): a new draft with both ends changed over. */
function make_opposite(doc) {
	frappe.model.with_doctype("Budget Transfer", () => {
		const draft = frappe.model.get_new_doc("Budget Transfer");
		Object.assign(draft, {
			facility: doc.facility,
			accounting_year: doc.accounting_year,
			reason: __("To undo {0}", [doc.title]),
		});
		for (const line of doc.lines) {
			Object.assign(frappe.model.add_child(draft, "Budget Transfer Line", "lines"), {
				from_subject: line.to_subject,
				from_program: line.to_program,
				from_fund_source: line.to_fund_source,
				to_subject: line.from_subject,
				to_program: line.from_program,
				to_fund_source: line.from_fund_source,
				amount: line.amount,
			});
		}
		frappe.set_route("Form", "Budget Transfer", draft.name);
	});
}

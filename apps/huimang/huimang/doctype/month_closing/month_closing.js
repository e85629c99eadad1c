frappe.ui.form.on("Month Closing", {
	setup(frm) {
		frm.set_query("accounting_year", () => ({
			filters: { facility: frm.doc.facility, status: ["!=", "Closed"] },
		}));
	},

	onload(frm) {
		if (frm.is_new()) suggest_next(frm);
	},

	facility(frm) {
		if (frm.is_new() && frm.doc.facility) suggest_next(frm);
	},

	refresh(frm) {
		const { grid } = frm.fields_dict.balances;
		grid.cannot_add_rows = true;
		grid.df.cannot_delete_rows = true;
		grid.wrapper.find(".grid-add-row").addClass("hidden");
		grid.update_docfield_property("difference", "formatter", show_difference);
		frm.toggle_display(["section_break_balances", "balances"], !frm.is_new());
		show_history(frm);
		// Cancelling needs a reason: a button that asks for it takes the place of the framework's own.
		if (frm.doc.docstatus === 1 && frm.has_perm("cancel")) {
			frm.page.clear_secondary_action();
			frm.add_custom_button(__("Reopen Month"), () => ask_reason(frm));
		}
		if (frm.doc.docstatus === 0 && !frm.is_new()) {
			frm.dashboard.clear_comment(); // the framework's: submit to confirm
			add_entry_buttons(frm);
			if (!frm.is_dirty() && frm.has_perm("submit")) {
				frm.page.set_primary_action(__("Close Month"), () => frm.savesubmit());
			}
		}
	},
});

frappe.ui.form.on("Month Closing Balance", {
	statement_balance(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		frappe.model.set_value(cdt, cdn, "difference", flt(row.book_balance) - flt(row.statement_balance));
	},
});

function show_difference(value, df, options, row) {
	const text = frappe.form.formatters.Currency(value, df, options, row);
	return flt(value) ? `<span class="text-danger">${text}</span>` : text;
}

/** 입력마감: the accountant closes entry, the head looks it over and closes the month. */
function add_entry_buttons(frm) {
	const call = (method) => async () => {
		if (frm.is_dirty()) await frm.save();
		// what speaks against it has been shown by then
		await frappe
			.call({ method: `huimang.ledger.api.${method}`, args: { name: frm.doc.name }, freeze: true })
			.then(() => frm.reload_doc(), () => null);
	};
	if (frm.doc.entry_closed_at) {
		frm.dashboard.set_headline(
			__("The entry of documents is closed: nothing is booked in this month. Close Month closes it for good.")
		);
		frm.add_custom_button(__("Reopen Entry"), call("reopen_entry"));
	} else {
		frm.add_custom_button(__("Close Entry"), call("close_entry"));
	}
}

function show_history(frm) {
	const escape = frappe.utils.escape_html;
	const rows = (frm.doc.__onload?.history || []).map(
		(row) => `<tr>
			<td>${frappe.datetime.str_to_user(row.closed_at) || ""}</td>
			<td>${escape(frappe.user.full_name(row.closed_by))}</td>
			<td>${frappe.datetime.str_to_user(row.reopened_at) || ""}</td>
			<td>${escape(frappe.user.full_name(row.reopened_by))}</td>
			<td>${escape(row.reason_to_reopen || "")}</td></tr>`
	);
	const titles = [__("Closed At"), __("Closed By"), __("Reopened At"), __("Reopened By"), __("Reason to Reopen")];
	$(frm.fields_dict.history.wrapper).html(
		rows.length
			? `<table class="table table-sm"><thead><tr>${titles.map((title) => `<th>${title}</th>`).join("")}</tr></thead>
				<tbody>${rows.join("")}</tbody></table>`
			: ""
	);
}

/** Months are closed in order, so there is one to offer. */
async function suggest_next(frm) {
	const next = await frappe.xcall("huimang.ledger.api.next_to_close", { facility: frm.doc.facility }, "GET");
	for (const field of ["facility", "accounting_year", "month"]) {
		if (next[field] && frm.doc[field] !== next[field]) await frm.set_value(field, next[field]);
	}
}

function ask_reason(frm) {
	frappe.prompt(
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason to Reopen"), reqd: 1 },
		({ reason }) =>
			frappe
				.xcall("huimang.ledger.api.reopen_month", { name: frm.doc.name, reason })
				.then(() => frm.reload_doc()),
		__("Reopen Month"),
		__("Reopen Month")
	);
}

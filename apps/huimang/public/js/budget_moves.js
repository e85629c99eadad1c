// The forms of Budget Transfer and Contingency Use: where money comes from, where it goes, and what both have then.

frappe.provide("huimang.budget");

const API = "huimang.budget.api";

/**
 * Set up the form of a document that moves budget; its DocType's script calls this.
 * `source_of(frm, line)` and `target_of(line)` tell the two ends of a line: account_subject, program, fund_source.
 */
huimang.budget.move_form = (doctype, { source_of, target_of, setup, start: start_more }) => {
	const kind = { source_of, target_of };
	frappe.ui.form.on(doctype, {
		setup(frm) {
			frm.set_query("accounting_year", () => ({ filters: { facility: frm.doc.facility || "", status: "Open" } }));
			frm.ask_rests = frappe.utils.debounce(() => show_rests(frm, kind), 300);
			setup(frm);
		},
		onload: (frm) => frm.is_new() && start(frm, start_more),
		facility: (frm) => frm.is_new() && start(frm, start_more),
		refresh(frm) {
			frm.page.sidebar.hide();
			frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
			huimang.budget.keep_what_is_decided_on(frm);
			show_rests(frm, kind);
		},
		accounting_year: ask,
		lines_remove: ask,
		validate: drop_blank_lines,
	});
	const on_change = Object.fromEntries(
		["to_subject", "to_program", "to_fund_source", "from_program", "from_fund_source", "amount"].map((field) => [field, ask])
	);
	frappe.ui.form.on(`${doctype} Line`, on_change);
};

/** Once asked for, a document stays as it is; only what may be registered later, such as minutes, is open. */
huimang.budget.keep_what_is_decided_on = (frm) => {
	if (frm.doc.stage === "Draft") return;
	for (const df of frm.meta.fields) {
		if (!df.allow_on_submit && !frappe.model.no_value_type.includes(df.fieldtype)) {
			frm.set_df_property(df.fieldname, "read_only", 1);
		}
	}
	if (frm.doc.workflow_state === "Waiting Meetings") {
		frm.set_intro(__("Please register the day and minutes of its meetings. The facility head then puts it into effect."), "blue");
	}
};

/** A list without names, with the documents that wait for the user. */
huimang.budget.move_list = (doctype) => {
	frappe.listview_settings[doctype] = { add_fields: ["stage", "docstatus"], hide_name_column: true, hide_name_filter: true };
};

/** Link search: expense 목 and 세목 of the unit, those with a budget first, with what is left of it. */
huimang.budget.expense_subjects = (frm) => ({
	query: "huimang.resolutions.api.subject_query",
	filters: {
		facility: frm.doc.facility || "",
		accounting_year: frm.doc.accounting_year || "",
		accounting_unit: frm.doc.accounting_unit || "Facility",
		side: "Expense",
	},
});

/** Link search: what the facility has and uses. */
huimang.budget.own = (frm) => ({ filters: { facility: frm.doc.facility || "", is_active: 1 } });

/** Where the budget has money on a subject; the first is where most of it is left. */
huimang.budget.budgeted_on = async (frm, account_subject) => {
	const { accounting_year } = frm.doc;
	if (!account_subject || !accounting_year) return [];
	const places = await frappe.xcall(`${API}.budgeted_on`, { accounting_year, account_subject }, "GET");
	await huimang.budget.load_titles(places);
	return places;
};

/** Grids show the titles of what their lines link to; what the server or a script fills in comes as names. */
huimang.budget.load_titles = (lines) => {
	const links = { account_subject: "Account Subject", program: "Welfare Program", fund_source: "Fund Source" };
	const wanted = Object.entries(links).flatMap(([field, doctype]) =>
		[...new Set(lines.map((line) => line[field]))].map((name) => [doctype, name])
	);
	return Promise.all(
		wanted
			.filter(([doctype, name]) => name && !frappe.utils.get_link_title(doctype, name))
			.map(([doctype, name]) => frappe.utils.fetch_link_title(doctype, name))
	);
};

async function start(frm, start_more) {
	const { doctype } = frm;
	const values = await frappe.xcall(`${API}.move_defaults`, { doctype, facility: frm.doc.facility }, "GET");
	frm.start_values = values;
	for (const field of ["facility", "accounting_year"]) {
		if (!frm.doc[field] && values[field]) await frm.set_value(field, values[field]);
	}
	await start_more?.(frm, values);
}

function ask(frm) {
	frm.ask_rests?.();
}

/** Leaving the last line with the tabulator opens another, which nobody meant to fill. */
function drop_blank_lines(frm) {
	const blank = (frm.doc.lines || []).filter((line) => !line.to_subject && !flt(line.amount));
	if (!blank.length || blank.length === frm.doc.lines.length) return;
	for (const line of blank) frm.get_field("lines").grid.grid_rows_by_docname[line.name]?.remove();
}

async function show_rests(frm, { source_of, target_of }) {
	const place = frm.fields_dict.lines_box?.$wrapper;
	const { facility, accounting_year, lines = [] } = frm.doc;
	if (!place) return;
	if (!facility || !accounting_year || !lines.some((line) => line.to_subject)) {
		place.empty();
		return;
	}
	const asked = (frm.rests_asked = {});
	const answer = await frappe.xcall(`${API}.move_rests`, {
		doctype: frm.doctype,
		facility,
		accounting_year,
		next_year: frm.doc.next_year,
		done: Number(frm.doc.docstatus === 1),
		lines: lines.map((line) => ({
			source: source_of(frm, line),
			target: target_of(frm, line),
			amount: line.amount || 0,
		})),
	});
	await huimang.budget.load_titles(lines.flatMap((line) => [source_of(frm, line), target_of(frm, line)]));
	// somebody who types fast asks again before the answer comes: only the last one counts
	if (frm.rests_asked !== asked) return;
	const rows = lines.flatMap((line, at) =>
		answer[at]
			? [
					row(line, __("Gives"), source_of(frm, line), -flt(line.amount), answer[at].source),
					row(line, __("Gets"), target_of(frm, line), flt(line.amount), answer[at].target),
				]
			: []
	);
	const titles = [__("Budget"), __("Budget Left"), __("Increase or Decrease"), __("Left after the Move")];
	place.html(
		rows.length
			? `<div class="resolution-budget"><table>
				<thead><tr><th>${__("Budget Line")}</th>${titles.map((title) => `<th>${title}</th>`).join("")}</tr></thead>
				<tbody>${rows.join("")}</tbody></table></div>`
			: ""
	);
}

function row(line, verb, end, change, rest) {
	const title = (doctype, name) => frappe.utils.escape_html(frappe.utils.get_link_title(doctype, name) || name);
	const over = rest.left_after < 0;
	return `<tr>
		<td>${line.idx}. <span class="text-muted">${verb}</span> ${title("Account Subject", end.account_subject)}
			<span class="text-muted">${title("Welfare Program", end.program)} · ${title("Fund Source", end.fund_source)}</span></td>
		<td>${won(rest.appropriated)}</td><td>${won(rest.left)}</td><td>${signed(change)}</td>
		<td class="${over ? "over" : ""}">${won(rest.left_after)}</td>
	</tr>`;
}

function won(value) {
	return value < 0 ? `△${format_number(-value, "#,###", 0)}` : format_number(value, "#,###", 0);
}

function signed(value) {
	return value > 0 ? `+${won(value)}` : won(value);
}

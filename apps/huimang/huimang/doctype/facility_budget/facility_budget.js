// The budget editor: both sides on one page, their totals and difference always in sight.

const SIDES = { revenue_lines: "Revenue", expense_lines: "Expense" };

frappe.ui.form.on("Facility Budget", {
	setup(frm) {
		frm.set_query("accounting_year", () => ({
			filters: { facility: frm.doc.facility || "", status: ["!=", "Closed"] },
		}));
		for (const [table, side] of Object.entries(SIDES)) {
			frm.set_query("account_subject", table, () => ({
				filters: {
					facility: frm.doc.facility || "",
					accounting_unit: frm.doc.accounting_unit || "Facility",
					side,
					level: ["in", ["Mok", "Semok"]],
					is_active: 1,
				},
			}));
			for (const field of ["program", "fund_source"]) {
				frm.set_query(field, table, () => ({ filters: { facility: frm.doc.facility || "", is_active: 1 } }));
			}
		}
	},

	onload(frm) {
		if (frm.is_new() && frm.doc.facility) frm.trigger("facility");
	},

	refresh(frm) {
		frm.set_df_property("budget_type", "hidden", frm.is_new() ? 1 : 0);
		set_up_grids(frm);
		add_buttons(frm);
		show_totals(frm);
		show_comparison(frm);
		huimang.budget.keep_what_is_decided_on(frm);
		show_what_is_due(frm);
	},

	accounting_year(frm) {
		if (frm.is_new()) frm.refresh();
	},

	async facility(frm) {
		if (!frm.doc.facility) return;
		frm.defaults = await frappe.xcall(
			"huimang.budget.api.defaults", { facility: frm.doc.facility }, "GET"
		);
		if (frm.is_new() && !frm.doc.accounting_year) frm.set_value("accounting_year", frm.defaults.accounting_year);
	},

	validate(frm) {
		// Tab in the last cell opens a line that nobody may have wanted
		for (const table of Object.keys(SIDES)) {
			const wanted = (frm.doc[table] || []).filter((line) => line.account_subject || flt(line.amount) || line.description);
			if (wanted.length === (frm.doc[table] || []).length) continue;
			frm.doc[table] = wanted;
			wanted.forEach((line, i) => (line.idx = i + 1));
			frm.refresh_field(table);
		}
	},

	revenue_lines_remove: show_totals,
	expense_lines_remove: show_totals,
});

frappe.ui.form.on("Facility Budget Line", {
	async revenue_lines_add(frm, cdt, cdn) {
		await start_line(frm, cdt, cdn);
	},

	async expense_lines_add(frm, cdt, cdn) {
		await start_line(frm, cdt, cdn);
	},

	async account_subject(frm, cdt, cdn) {
		const line = locals[cdt][cdn];
		const found = line.account_subject
			? await frappe.db.get_value("Account Subject", line.account_subject, "path_label")
			: null;
		frappe.model.set_value(cdt, cdn, "path_label", found?.message?.path_label || "");
	},

	unit_price: reckon,
	quantity: reckon,
	frequency: reckon,

	amount(frm, cdt, cdn) {
		const line = locals[cdt][cdn];
		if (cint(line.unit_price) && line.amount !== product(line)) {
			// what was typed last counts
			line.unit_price = 0;
			refresh_field("unit_price", cdn, line.parentfield);
			frappe.show_alert(__("The unit price was cleared: the amount you entered counts."));
		}
		show_totals(frm);
	},
});

function reckon(frm, cdt, cdn) {
	const line = locals[cdt][cdn];
	if (cint(line.unit_price)) frappe.model.set_value(cdt, cdn, "amount", product(line));
}

/** Unit price × quantity × times in whole won, what is below a won cut off: exact, as the server reckons it. */
function product(line) {
	const scaled = (value) => BigInt(Math.round(flt(value) * 10000));
	return Number((BigInt(cint(line.unit_price)) * scaled(line.quantity) * scaled(line.frequency)) / 100000000n);
}

async function start_line(frm, cdt, cdn) {
	const line = locals[cdt][cdn];
	const rows = frm.doc[line.parentfield];
	const above = rows[rows.indexOf(line) - 1];
	if (!frm.defaults && frm.doc.facility) await frm.events.facility(frm);
	line.side = SIDES[line.parentfield];
	await frappe.model.set_value(cdt, cdn, {
		program: line.program || above?.program || frm.defaults?.program,
		fund_source: line.fund_source || above?.fund_source,
	});
}

function set_up_grids(frm) {
	// twelve-digit amounts need the width; the side bar opens again by its button
	frm.page.sidebar.hide();
	for (const table of Object.keys(SIDES)) {
		const { grid } = frm.fields_dict[table];
		frm.set_df_property(table, "read_only", frm.doc.stage === "Draft" ? 0 : 1);
		grid.wrapper.addClass("budget-grid");
		set_formatters(frm, grid);
		if (frm.doc.stage === "Draft" && frappe.model.can_create("Account Subject")) {
			grid.add_custom_button(__("Add Semok"), () => add_subject(frm, table));
		}
	}
}

/**
 * A line shows where its subject stands (급여, and small below it 사무비 > 인건비), its basis where it has one, and in a
 * supplementary budget what has changed.
 */
function set_formatters(frm, grid) {
	const escape = frappe.utils.escape_html;
	grid.update_docfield_property("account_subject", "formatter", (value, _df, _options, line) => {
		if (!value) return "";
		const title = frappe.utils.get_link_title("Account Subject", value) || value;
		return `<div class="budget-subject">${escape(title)}<small>${escape(line?.path_label || "")}</small></div>`;
	});
	for (const name of ["unit_price", "quantity", "frequency"]) {
		const format = frappe.form.formatters[name === "unit_price" ? "Currency" : "Float"];
		grid.update_docfield_property(name, "formatter", (value, df, options, line) =>
			cint(line?.unit_price) ? format(value, df, options, line) : ""
		);
	}
	grid.update_docfield_property("amount", "formatter", (value, df, options, line) => {
		const text = frappe.form.formatters.Currency(value, df, options, line);
		const change = flt(line?.amount) - flt(line?.previous_amount);
		return frm.doc.base_budget && change
			? `${text}<small class="budget-change">${__("Increase or Decrease")} ${signed(change)}</small>`
			: text;
	});
}

function add_buttons(frm) {
	if (frm.doc.stage === "Draft" && !cint(frm.doc.version) && frm.doc.accounting_year && frappe.model.can_create("Facility Budget")) {
		frm.add_custom_button(__("Start from Last Year's Budget"), () => carry_forward(frm));
	}
	if (frm.is_new()) return;
	const excel = __("Excel");
	frm.add_custom_button(
		__("Download"),
		() => huimang_budget.download(frm.doc.accounting_year, frm.doc.name),
		excel
	);
	const may_write = frappe.model.can_create("Facility Budget");
	if (frm.doc.stage === "Draft" && may_write) {
		frm.add_custom_button(__("Upload"), () => huimang_budget.upload({ frm }), excel);
	}
	if (frm.doc.docstatus === 1 && frm.doc.__onload?.is_latest && may_write) {
		frm.add_custom_button(__("Make Supplementary Budget"), () => make_supplementary(frm)).addClass("btn-primary");
	}
}

/** Which meetings this facility's budget takes, which papers are missing, and by when it is to be handed in. */
function show_what_is_due(frm) {
	const { meetings_required: needed, papers } = frm.doc.__onload || {};
	if (needed) {
		for (const part of ["date", "minutes"]) {
			frm.toggle_display(`committee_${part}`, needed.committee || frm.doc[`committee_${part}`]);
			frm.toggle_display(`board_${part}`, needed.board || frm.doc[`board_${part}`]);
		}
	}
	if (frm.doc.docstatus !== 1 || frm.doc.submitted_on || !frm.doc.submission_due) return;
	const missing = Object.entries(papers || {}).filter(([, there]) => !there).map(([paper]) => __(paper));
	const due = frappe.datetime.str_to_user(frm.doc.submission_due);
	const text = __("To be submitted to the local government by {0}.", [due.bold()]);
	const late = frm.doc.submission_due < frappe.datetime.get_today();
	frm.set_intro(missing.length ? `${text} ${__("Papers still missing: {0}", [missing.join(", ")])}` : text, late ? "red" : "blue");
}

async function carry_forward(frm) {
	const fill = async () => {
		const args = { accounting_year: frm.doc.accounting_year };
		const tables = await frappe.xcall("huimang.budget.api.last_years_lines", args, "GET");
		for (const [table, lines] of Object.entries(tables)) {
			frm.clear_table(table);
			for (const line of lines) frm.add_child(table, line);
			await huimang.budget.load_titles(lines);
			frm.refresh_field(table);
		}
		frm.dirty();
		show_totals(frm);
		frappe.show_alert({ message: __("The lines of last year's budget were taken over. Please correct the amounts."), indicator: "green" });
	};
	const has_lines = Object.keys(SIDES).some((table) => (frm.doc[table] || []).some((line) => line.account_subject));
	if (has_lines) frappe.confirm(__("The lines that are here will be replaced by those of last year's budget."), fill);
	else await fill();
}

/** The version before beside this one, by 관, 항 and 목, as it is saved. */
async function show_comparison(frm) {
	const place = frm.fields_dict.comparison_box?.$wrapper;
	if (!place || frm.is_new() || !frm.doc.base_budget) return;
	const rows = await frappe.xcall("huimang.budget.api.comparison", { budget: frm.docname }, "GET");
	const escape = frappe.utils.escape_html;
	const rate = (row) => (row.previous ? `${((row.change / row.previous) * 100).toFixed(1)}%` : "");
	const body = rows.map(
		(row) => `<tr class="level-${row.level.toLowerCase()}">
			<td>${escape(row.subject_name)}</td><td>${won(row.previous)}</td><td>${won(row.amount)}</td>
			<td>${row.change ? signed(row.change) : "-"}</td><td>${row.change ? rate(row) : ""}</td></tr>`
	);
	const sides = Object.values(SIDES).map((side) => {
		const lines = body.filter((_row, at) => rows[at].side === side);
		return lines.length ? `<tr class="side"><th colspan="5">${__(side)}</th></tr>${lines.join("")}` : "";
	});
	const titles = [__("Account Subject"), __("Previous"), __("This Version"), __("Increase or Decrease"), __("Rate of Change")];
	place.html(`<div class="budget-comparison"><table>
		<thead><tr>${titles.map((title) => `<th>${title}</th>`).join("")}</tr></thead><tbody>${sides.join("")}</tbody></table></div>`);
}

function make_supplementary(frm) {
	frappe.confirm(
		__("A draft with all lines of {0} is made. Until it is confirmed, the present budget stays in force.", [
			frm.doc.title.bold(),
		]),
		async () => {
			const name = await frappe.xcall("huimang.budget.api.make_supplementary", { budget: frm.doc.name });
			frappe.set_route("Form", "Facility Budget", name);
		}
	);
}

function add_subject(frm, table) {
	const dialog = new frappe.ui.Dialog({
		title: __("Add Semok"),
		fields: [
			{
				fieldname: "parent_subject",
				fieldtype: "Link",
				options: "Account Subject",
				label: __("Parent Subject"),
				reqd: 1,
				description: __("The Mok that gets a Semok, or the Hang that gets a Mok of the facility's own."),
				get_query: () => ({
					filters: {
						facility: frm.doc.facility,
						accounting_unit: frm.doc.accounting_unit,
						side: SIDES[table],
						is_open: 1,
						is_active: 1,
					},
				}),
			},
			{ fieldname: "subject_name", fieldtype: "Data", label: __("Subject Name"), reqd: 1 },
		],
		primary_action_label: __("Add"),
		async primary_action(values) {
			const subject = await frappe.xcall("huimang.budget.api.add_subject", values);
			dialog.hide();
			frappe.utils.add_link_title("Account Subject", subject.name, subject.subject_name);
			const line = frm.add_child(table, { account_subject: subject.name, path_label: subject.path_label });
			await start_line(frm, line.doctype, line.name);
			frm.refresh_field(table);
			frm.dirty();
			frappe.show_alert({ message: __("{0} was added.", [subject.subject_name]), indicator: "green" });
		},
	});
	dialog.show();
}

function show_totals(frm) {
	const field = frm.fields_dict.totals_box;
	if (!field) return;
	const total = (table, key) => (frm.doc[table] || []).reduce((sum, line) => sum + flt(line[key]), 0);
	const now = { revenue: total("revenue_lines", "amount"), expense: total("expense_lines", "amount") };
	// lines that were dropped count as well: the server has added them up
	const then = { revenue: flt(frm.doc.previous_revenue), expense: flt(frm.doc.previous_expense) };
	const difference = now.revenue - now.expense;
	const compared = Boolean(frm.doc.base_budget);
	const figure = (label, value, change, note = "") => `
		<div class="budget-total">
			<span class="text-muted">${label}</span>
			<strong>${won(value)}</strong>
			<small class="text-muted">${note || (compared && change !== null ? `${__("Increase or Decrease")} ${signed(change)}` : "")}</small>
		</div>`;
	const balanced = difference === 0 && now.revenue > 0;
	// 준예산 opens expenses before there is a budget: its two sides need not meet
	const sides_meet = frm.doc.budget_type !== "Provisional";
	const verdict = balanced
		? `<span class="indicator-pill green">${__("Balanced")}</span>`
		: `<span class="indicator-pill ${now.revenue || now.expense ? "orange" : "gray"}">
			${difference > 0 ? __("Expenses are missing") : difference < 0 ? __("Revenue is missing") : __("No lines yet")}</span>`;
	$(field.wrapper).html(`
		<div class="budget-totals">
			${figure(__("Total Revenue"), now.revenue, now.revenue - then.revenue)}
			${figure(__("Total Expense"), now.expense, now.expense - then.expense)}
			${sides_meet ? figure(__("Difference"), Math.abs(difference), null, verdict) + by_source(frm) : ""}
		</div>`);
}

/** The fund sources whose two sides differ: where to look when the totals do. */
function by_source(frm) {
	const sums = {};
	for (const [table, sign] of [["revenue_lines", 1], ["expense_lines", -1]]) {
		for (const line of frm.doc[table] || []) {
			if (line.fund_source) sums[line.fund_source] = (sums[line.fund_source] || 0) + sign * flt(line.amount);
		}
	}
	const rows = Object.entries(sums)
		.filter(([, sum]) => sum)
		.map(([source, sum]) => {
			const title = frappe.utils.get_link_title("Fund Source", source) || source;
			return `<span>${frappe.utils.escape_html(title)} ${signed(sum)}</span>`;
		});
	return rows.length
		? `<div class="budget-sources"><span class="text-muted">${__("Revenue less expenses by fund source")}</span>${rows.join("")}</div>`
		: "";
}

function won(value) {
	return format_number(value, "#,###", 0);
}

function signed(value) {
	return value < 0 ? `△${won(-value)}` : `${value > 0 ? "+" : ""}${won(value)}`;
}

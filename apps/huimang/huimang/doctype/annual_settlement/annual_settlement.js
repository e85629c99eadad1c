// The settlement of a year: its figures, what still stands in its way, and how its rest goes over into the next year.

frappe.ui.form.on("Annual Settlement", {
	setup(frm) {
		frm.set_query("accounting_year", () => ({
			filters: { facility: frm.doc.facility || "", status: ["!=", "Closed"] },
		}));
		frm.set_query("carryover_subject", "fund_balances", () => ({
			filters: {
				facility: frm.doc.facility || "",
				accounting_unit: frm.doc.accounting_unit || "Facility",
				side: "Revenue",
				level: ["in", ["Mok", "Semok"]],
				is_active: 1,
			},
		}));
	},

	async onload(frm) {
		if (frm.is_new() && !frm.doc.accounting_year) await suggest_year(frm);
	},

	async facility(frm) {
		if (frm.is_new() && frm.doc.facility) await suggest_year(frm);
	},

	refresh(frm) {
		for (const table of ["fund_balances", "accounts", "carryovers"]) lock_rows(frm, table);
		const shown = !frm.is_new();
		for (const field of ["fund_balances", "note"]) {
			frm.set_df_property(field, "read_only", frm.doc.stage === "Draft" ? 0 : 1);
		}
		frm.toggle_display(["section_break_funds", "section_break_accounts", "section_break_meetings"], shown);
		show_overview(frm);
		if (shown) add_buttons(frm);
	},
});

/** The oldest year that is over and not settled is the one that people mean. */
async function suggest_year(frm) {
	const years = await frappe.db.get_list("Accounting Year", {
		filters: { facility: frm.doc.facility || ["is", "set"], status: "Open" },
		fields: ["name", "facility"],
		order_by: "year asc",
		limit: 1,
	});
	if (!years.length) return;
	if (!frm.doc.facility) await frm.set_value("facility", years[0].facility);
	await frm.set_value("accounting_year", years[0].name);
}

/** Rows are computed: they can be read, and the subject of a fund source can be chosen. */
function lock_rows(frm, table) {
	const { grid } = frm.fields_dict[table];
	grid.cannot_add_rows = true;
	grid.only_sortable();
	grid.wrapper.find(".grid-remove-rows, .grid-add-row").addClass("hidden");
}

function show_overview(frm) {
	const wrapper = $(frm.fields_dict.overview.wrapper);
	if (frm.is_new()) {
		wrapper.html(`<p class="text-muted">${__("Save to see the figures of the year.")}</p>`);
		return;
	}
	wrapper.html(figures(frm.doc) + checks(frm.doc.__onload?.settlement?.checks || []));
}

function figures(doc) {
	const row = (label, budget, settled, rest) => `
		<tr><th>${label}</th>${[budget, settled, rest].map((value) => `<td class="text-right">${won(value)}</td>`).join("")}</tr>`;
	const titles = ["", __("Budget"), __("Settlement"), __("Difference")];
	return `
		<table class="table table-bordered settlement-figures">
			<thead><tr>${titles.map((title) => `<th class="text-right">${title}</th>`).join("")}</tr></thead>
			<tbody>
				${row(__("Revenue"), doc.revenue_budget, doc.revenue_total, doc.revenue_total - doc.revenue_budget)}
				${row(__("Expense"), doc.expense_budget, doc.expense_total, doc.expense_budget - doc.expense_total)}
				<tr class="settlement-rest"><th>${__("Carried Over")}</th><td></td>
					<td class="text-right"><strong>${won(doc.balance_total)}</strong></td><td></td></tr>
			</tbody>
		</table>`;
}

function checks(rows) {
	const escape = frappe.utils.escape_html;
	const items = rows.map(({ label, is_met, detail, bars }) => {
		// what does not bar and has nothing to say is simply still to come
		const colour = is_met ? "green" : bars ? "red" : detail ? "orange" : "gray";
		return `<li class="mb-1"><span class="indicator ${colour}"><strong>${escape(label)}</strong></span>
			<span class="text-muted">${detail ? escape(frappe.utils.html2text?.(detail) ?? detail) : ""}</span></li>`;
	});
	return items.length ? `<ul class="list-unstyled settlement-checks">${items.join("")}</ul>` : "";
}

function add_buttons(frm) {
	const state = frm.doc.__onload?.settlement || {};
	const group = __("Carry-over");
	const call = (method, done) => async () => {
		if (frm.is_dirty()) await frm.save();
		const { message } = await frappe.call({
			method: `huimang.settlement.api.${method}`,
			args: { name: frm.doc.name },
			freeze: true,
		});
		await frm.reload_doc();
		done(message);
	};
	if (state.needs_budget && frappe.model.can_create("Facility Budget")) {
		frm.add_custom_button(
			__("Put into the Next Budget"),
			call("prepare_next_year", (budget) => {
				if (budget) frappe.set_route("Form", "Facility Budget", budget);
				else frappe.msgprint(__("The next year's budget is being approved. Please try again when that is done."));
			}),
			group
		);
	}
	const all = flt(frm.doc.carried_over) === flt(frm.doc.balance_total) && frm.doc.carried_over_at;
	if (state.can_carry_over && frm.perm[0]?.write && !all) {
		frm.add_custom_button(
			__("Open the Next Year's Books"),
			() =>
				frappe.confirm(
					__("{0} won is booked as revenue of the next year, on the accounts where it lies.", [
						won(frm.doc.balance_total),
					]),
					call("carry_over", () => {})
				),
			group
		);
	}
}

function won(value) {
	const text = format_number(Math.abs(flt(value)), "#,###", 0);
	return flt(value) < 0 ? `△${text}` : text;
}

// Personnel Order: what people are so far beside what they become, and of the columns those that the order is about.

const API = "huimang.personnel.api";
const COLUMNS = ["position", "job_type", "department", "grade", "step", "employment_type", "base_pay", "weekly_hours"];
const CHANGES = {
	Hire: COLUMNS,
	Promotion: ["position", "job_type", "department", "grade", "step", "base_pay"],
	"Step Increase": ["step", "base_pay"],
	Transfer: ["department", "position", "job_type", "employment_type", "weekly_hours"],
	"Leave of Absence": [],
	Reinstatement: ["position", "department"],
	Retirement: [],
};

frappe.ui.form.on("Personnel Order", {
	setup(frm) {
		frm.set_query("employee", "lines", () => ({
			filters: {
				facility: frm.doc.facility || "",
				status: { Hire: ["in", ["Not Yet Hired", "Retired"]], Reinstatement: "On Leave" }[frm.doc.kind] || [
					"in",
					["At Work", "On Leave"],
				],
			},
		}));
	},

	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		if (!frm.is_new()) huimang.budget.keep_what_is_decided_on(frm);
		show_columns(frm);
		if (frm.is_new()) show_all_before(frm);
		if (frm.doc.stage === "Draft" && frm.perm[0]?.write && frm.doc.kind === "Step Increase") {
			frm.add_custom_button(__("Bring in Who Is Due"), () => bring_in(frm));
		}
	},

	kind(frm) {
		show_columns(frm);
		frm.refresh();
	},
	effective_on: show_all_before,
});

frappe.ui.form.on("Personnel Order Line", {
	employee: (frm, doctype, name) => show_before(frm, locals[doctype][name]),
});

frappe.listview_settings["Personnel Order"] = { add_fields: ["stage", "docstatus"], hide_name_column: true, hide_name_filter: true };

function show_columns(frm) {
	const grid = frm.get_field("lines").grid;
	const shown = CHANGES[frm.doc.kind] || COLUMNS;
	for (const column of COLUMNS) grid.update_docfield_property(column, "hidden", shown.includes(column) ? 0 : 1);
	const is_leave = frm.doc.kind === "Leave of Absence";
	grid.update_docfield_property("expected_until", "hidden", is_leave ? 0 : 1);
	grid.update_docfield_property("expected_until", "in_list_view", is_leave ? 1 : 0);
	grid.reset_grid();
	const is_last = frm.doc.kind === "Retirement";
	frm.set_df_property("effective_on", "description", is_last ? __("The last working day.") : "");
}

function show_all_before(frm) {
	for (const line of frm.doc.lines || []) show_before(frm, line);
}

async function show_before(frm, line) {
	if (!line.employee || !frm.doc.effective_on || frm.doc.docstatus) return;
	const { employee } = line;
	const state = await frappe.xcall(`${API}.state_before`, { employee, day: frm.doc.effective_on }, "GET");
	if (line.employee === employee) frappe.model.set_value(line.doctype, line.name, "before", state.before);
}

/** Everybody whose step goes up in the month of the order. */
async function bring_in(frm) {
	const { facility, effective_on } = frm.doc;
	const first = frappe.datetime.month_start(effective_on);
	const last = frappe.datetime.month_end(effective_on);
	const rows = await frappe.xcall(`${API}.due_for_step`, { facility, first, last }, "GET");
	const there = new Set((frm.doc.lines || []).map((line) => line.employee));
	const more = rows.filter((row) => !there.has(row.employee));
	if (!more.length) {
		frappe.show_alert({ message: __("Nobody else is due in this month."), indicator: "blue" });
		return;
	}
	frm.doc.lines = (frm.doc.lines || []).filter((line) => line.employee);
	for (const { employee, employee_name, step } of more) {
		frappe.utils.add_link_title("Facility Employee", employee, employee_name);
		frm.add_child("lines", { employee, employee_name, step });
	}
	frm.refresh_field("lines");
	show_all_before(frm);
}

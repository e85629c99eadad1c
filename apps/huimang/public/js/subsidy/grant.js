// Subsidy Grant: what is left of it at a glance, and the letters of the granting body that move it on.

import { choose_open_year, own, set_up_list } from "../resolutions/common";
import { won } from "../resolutions/kinds";
import { ask_letter } from "./letter";

const API = "huimang.subsidy.api";
const OPEN = ["Granted", "Running"];
const COLOURS = {
	...{ Draft: "gray", Cancelled: "red", Refused: "red", Applied: "blue", Granted: "cyan" },
	...{ Running: "green", Reported: "orange", Finalised: "yellow", Repaid: "gray" },
};

frappe.ui.form.on("Subsidy Grant", {
	setup(frm) {
		choose_open_year(frm);
		choose_masters(frm);
		frm.set_query("subsidy_program", own(frm));
	},
	onload: (frm) => frm.is_new() && begin(frm),
	async subsidy_program(frm) {
		if (!frm.doc.subsidy_program || frm.doc.docstatus) return;
		const values = await frappe.xcall(`${API}.from_program`, { program: frm.doc.subsidy_program }, "GET");
		for (const [field, value] of Object.entries(values)) {
			if (is_blank(frm.doc[field])) await frm.set_value(field, value);
		}
		if (!frm.doc.title) await frm.set_value("title", frappe.utils.get_link_title("Subsidy Program", frm.doc.subsidy_program));
	},
	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		frm.page.sidebar.hide();
		frm.page.wrapper.addClass("resolution-form");
		show_rest(frm);
		if (frm.doc.docstatus === 1) add_buttons(frm);
	},
});

/** A table that must be filled starts with a row in which nothing is entered yet. */
function is_blank(value) {
	if (!Array.isArray(value)) return !value;
	return value.every((row) => !row.amount && !row.account_subject && !row.condition);
}

async function begin(frm) {
	const values = await frappe.xcall(`${API}.grant_defaults`, { facility: frm.doc.facility }, "GET");
	for (const [field, value] of Object.entries(values)) {
		if (value && !frm.doc[field]) await frm.set_value(field, value);
	}
}

/** Links of a grant, and of the program that it comes from, stay within the facility and what subsidies are for. */
export function choose_masters(frm) {
	frm.set_query("program", own(frm));
	frm.set_query("granting_body", own(frm));
	frm.set_query("fund_source", own(frm, () => ({ kind: "Subsidy" })));
	frm.set_query("bank_account", own(frm, () => ({ purpose: "Subsidy" })));
	choose_subjects(frm);
}

/** Expenses go on a 목 or 세목. */
export function choose_subjects(frm) {
	frm.set_query(
		"account_subject",
		"subjects",
		own(frm, () => ({ side: "Expense", level: ["in", ["Mok", "Semok"]] }))
	);
}

frappe.ui.form.on("Subsidy Program", { setup: choose_masters });

set_up_list("Subsidy Grant", ["status", "workflow_state"]);
Object.assign(frappe.listview_settings["Subsidy Grant"], {
	has_indicator_for_draft: true,
	// before it is applied for, a grant is where its approval is; then where the granting body has it
	get_indicator({ docstatus, status, workflow_state }) {
		const field = docstatus === 1 ? "status" : "workflow_state";
		const value = docstatus === 1 ? status : workflow_state;
		return [__(value), COLOURS[value] || "orange", `${field},=,${value}`];
	},
});

// ---- what is left -------------------------------------------------------------------------------------------------

function show_rest(frm) {
	const place = frm.fields_dict.grant_box?.$wrapper;
	const glance = frm.doc.__onload?.grant;
	if (!place) return;
	if (!glance || frm.doc.docstatus !== 1) {
		place.empty();
		return;
	}
	const notes = [
		...glance.warnings.map((text) => note(text, "orange")),
		...glance.duties.map((text) => note(text, "blue")),
	];
	const money = __("Received {0} won, interest {1} won, paid back {2} won", [
		won(glance.received),
		won(glance.interest),
		won(glance.returned),
	]);
	place.html(`
		<div class="resolution-budget"><table>
			<thead><tr><th>${__("Budget Line")}</th>${[__("Limit"), __("Spent"), __("Reserved"), __("Budget Left"), ""]
				.map((title) => `<th>${title}</th>`)
				.join("")}</tr></thead>
			<tbody>${[...glance.parts, ...glance.subjects].map(rest_row).join("")}</tbody></table></div>
		<p class="text-muted mt-2">${money}</p>${notes.join("")}`);
}

function rest_row({ label, limit, actual, reserved, left }) {
	const share = (value) => (limit > 0 ? Math.max(0, Math.min(100, (value / limit) * 100)) : 0);
	const bar = `<div class="used"><span style="width:${share(actual)}%"></span><span style="width:${share(reserved)}%"></span></div>`;
	const figures = [limit ? won(limit) : "", won(actual), won(reserved), limit ? won(left) : ""];
	return `<tr><td>${frappe.utils.escape_html(label)}</td>${figures.map((text) => `<td>${text}</td>`).join("")}
		<td>${limit ? bar : ""}</td></tr>`;
}

const note = (text, colour) => `<div><span class="indicator ${colour}">${frappe.utils.escape_html(text)}</span></div>`;

// ---- what comes next ----------------------------------------------------------------------------------------------

function add_buttons(frm) {
	const { status } = frm.doc;
	const writes = frappe.model.can_create("Subsidy Grant");
	if (status === "Applied" && writes) {
		frm.page.add_inner_button(__("Enter the Decision"), () => decide(frm), null, "primary");
		frm.add_custom_button(__("Enter the Refusal"), () => refuse(frm));
	}
	if (OPEN.includes(status)) {
		const group = __("Create");
		for (const [title, doctype, make] of [
			[__("Write a Receipt"), "Income Resolution", write_resolution],
			[__("Write an Expense"), "Expense Resolution", write_resolution],
			[__("Write a Change"), "Subsidy Change", write_about],
			[__("Write the Settlement"), "Subsidy Settlement", write_about],
		]) {
			if (frappe.model.can_create(doctype)) frm.add_custom_button(title, () => make(frm, doctype), group);
		}
	}
	const papers = __("Papers");
	for (const report of ["Subsidy Settlement Report", "Subsidy Execution Details", "Subsidy Interest Details"]) {
		frm.add_custom_button(__(report), () => open_paper(frm, report), papers);
	}
	frm.add_custom_button(__("Excel for a Portal"), () => export_for_portal(frm), papers);
}

function decide(frm) {
	const { doc } = frm;
	const shares = doc.shares.map((row, at) => ({
		fieldname: `share_${at}`,
		fieldtype: "Currency",
		precision: "0",
		label: __(row.source),
		default: row.amount,
	}));
	const period = ["start_date", "end_date", "payment_until"].map((field) => ({
		fieldname: field,
		fieldtype: "Date",
		label: __(frm.fields_dict[field].df.label),
		default: doc[field],
	}));
	ask_letter(__("Enter the Decision"), [{ fieldtype: "Section Break" }, ...period, { fieldtype: "Column Break" }, ...shares], async (values) => {
		const amounts = Object.fromEntries(doc.shares.map((row, at) => [row.source, values[`share_${at}`] || 0]));
		await frappe.xcall(`${API}.decide`, { name: frm.docname, notice: { ...values, shares: amounts } });
		await frm.reload_doc();
	});
}

function refuse(frm) {
	const remarks = { fieldname: "remarks", fieldtype: "Small Text", label: __("Reason") };
	ask_letter(__("Enter the Refusal"), [remarks], async (values) => {
		await frappe.xcall(`${API}.refuse`, { name: frm.docname, notice: values });
		await frm.reload_doc();
	});
}

function write_resolution(frm, doctype) {
	const { facility, program, fund_source, bank_account, granting_body, subjects } = frm.doc;
	frappe.model.with_doctype(doctype, () => {
		const draft = frappe.model.get_new_doc(doctype);
		Object.assign(draft, { facility, bank_account, purpose: frm.doc.title });
		const line = frappe.model.add_child(draft, `${doctype} Line`, "lines");
		Object.assign(line, { program, fund_source, subsidy_grant: frm.docname });
		if (doctype === "Income Resolution") line.counterparty = granting_body;
		else if (subjects.length === 1) line.account_subject = subjects[0].account_subject;
		frappe.set_route("Form", doctype, draft.name);
	});
}

function write_about(frm, doctype) {
	frappe.model.with_doctype(doctype, () => {
		const draft = frappe.model.get_new_doc(doctype);
		Object.assign(draft, { facility: frm.doc.facility, subsidy_grant: frm.docname });
		if (doctype === "Subsidy Settlement") draft.completed_on = frm.doc.end_date;
		else copy_terms(frm.doc, draft);
		frappe.set_route("Form", doctype, draft.name);
	});
}

function copy_terms(grant, draft) {
	for (const field of ["start_date", "end_date", "payment_until"]) draft[field] = grant[field];
	draft.previous_amount = draft.total_amount = grant.total_amount;
	for (const [table, doctype, fields] of [
		["shares", "Subsidy Share", ["source", "rate", "amount", "note"]],
		["subjects", "Subsidy Subject", ["account_subject", "amount", "note"]],
	]) {
		draft[table] = [];
		for (const row of grant[table]) {
			const child = frappe.model.add_child(draft, doctype, table);
			for (const field of fields) child[field] = row[field];
		}
	}
}

function open_paper(frm, report) {
	const { facility, accounting_year, name } = frm.doc;
	frappe.set_route("query-report", report, { facility, accounting_year, subsidy_grant: name });
}

function export_for_portal(frm) {
	const fields = [
		{
			fieldname: "portal_format",
			fieldtype: "Link",
			options: "Subsidy Portal Format",
			label: __("Subsidy Portal Format"),
			reqd: 1,
			get_query: () => ({ filters: { is_active: 1 } }),
		},
		{ fieldname: "from_date", fieldtype: "Date", label: __("From Date"), default: frm.doc.start_date },
		{ fieldname: "to_date", fieldtype: "Date", label: __("To Date"), default: frm.doc.end_date },
	];
	frappe.prompt(
		fields,
		(values) => {
			const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value));
			window.open(`/api/method/${API}.download_portal?${new URLSearchParams({ grant: frm.docname, ...given })}`);
		},
		__("Excel for a Portal"),
		__("Excel")
	);
}

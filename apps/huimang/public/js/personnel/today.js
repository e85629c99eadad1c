// What HR has to see to today: a block of their home. It is drawn into a shadow root, as the books at a glance are.

import { STYLE, escape, panel } from "../overview";

frappe.provide("huimang.personnel");

/** Draw the block; called by its script with the shadow root that the framework made for it. */
huimang.personnel.show_today = async (root, facility) => {
	const place = root.querySelector(".today-place");
	if (!place) return;
	const data = await frappe.xcall("huimang.personnel.glance.today", { facility: facility || null }, "GET");
	if (!data.facilities.length) {
		place.innerHTML = "";
		return;
	}
	place.innerHTML = `<style>${STYLE}</style><div class="glance">
		<div class="column">${payroll(data)}${away(data)}${waiting(data)}</div>
		<div class="column">${due(data)}${people(data)}</div></div>`;
	const choice = place.querySelector("select");
	choice?.addEventListener("change", () => huimang.personnel.show_today(root, choice.value));
	place.addEventListener("click", (event) => follow(event, data));
};

const day = (value) => frappe.datetime.str_to_user(value) || "";

function list(rows, nothing) {
	return rows.length ? `<ul>${rows.join("")}</ul>` : `<p class="muted">${nothing}</p>`;
}

function item(go, at, title, note, mark, is_late) {
	return `<li><a href="#" data-go="${go}" data-at="${at}">${escape(title)}${note ? `<small>${escape(note)}</small>` : ""}</a>
		<span class="count ${is_late ? "late" : ""}">${escape(mark)}</span></li>`;
}

function facilities({ facilities, facility }) {
	if (facilities.length === 1) return escape(facilities[0].facility_name);
	const options = facilities.map(
		(row) => `<option value="${escape(row.name)}" ${row.name === facility ? "selected" : ""}>${escape(row.facility_name)}</option>`
	);
	return `<select aria-label="${__("Facility")}">${options.join("")}</select>`;
}

function payroll(data) {
	const rows = data.payroll.map((row, at) => {
		const errors = row.errors ? ` · ${__("{0} people have an error and are left out.", [row.errors])}` : "";
		const note = `${__("{0} people", [row.people])} · ${__("{0} won", [row.net])}${errors}`;
		return item("payroll", at, row.title, note, row.state, row.errors);
	});
	return panel("first", __("Payroll"), facilities(data), list(rows, __("No payroll has been made yet.")));
}

function away(data) {
	const rows = data.away.map((row, at) => item("away", at, row.title, "", day(row.end)));
	return panel("", __("Away Today"), escape(data.staff), list(rows, __("Nobody is away today.")));
}

function waiting(data) {
	const rows = data.waiting.map((row, at) => item("waiting", at, __(row.doctype), "", __("{0} documents", [row.count])));
	return panel("", __("Waiting for a Decision"), "", list(rows, __("Nothing waits.")));
}

function due(data) {
	const rows = data.due.slice(0, 8).map((row, at) => item("due", at, row.title, row.period, row.when, row.days_left < 0));
	return panel("first", __("Due Soon"), "", list(rows, __("Nothing is due.")));
}

function people(data) {
	const rows = [
		...data.settle.map((row, at) => item("settle", at, row.full_name, __("Severance pay to settle"), day(row.due), true)),
		...data.ending.map((row, at) => item("ending", at, row.full_name, __("Contract ends {0}", [day(row.contract_end)]), row.when)),
		...data.steps.map((row, at) => item("steps", at, row.employee_name, __("Step increase"), day(row.next_step_on))),
	];
	return panel("", __("Orders and Contracts"), "", list(rows, __("No order is due.")));
}

/** Every line leads to its document, or to the one that is to be written. */
function follow(event, data) {
	const link = event.target.closest("a[data-go]");
	if (!link) return;
	event.preventDefault();
	const { go, at } = link.dataset;
	const row = data[go][at];
	if (go === "due") frappe.set_route(row.route);
	else if (go === "payroll") frappe.set_route("Form", "Payroll Run", row.name);
	else if (go === "away") row.name && frappe.set_route("Form", "Leave Request", row.name);
	else if (go === "ending") frappe.set_route("Form", "Facility Employee", row.name);
	else if (go === "settle") frappe.new_doc("Severance Settlement", { facility: data.facility, employee: row.name });
	else if (go === "steps") frappe.set_route("Form", "Facility Employee", row.employee);
	else {
		frappe.route_options = { facility: data.facility, stage: "In Approval" };
		frappe.set_route("List", row.doctype);
	}
}

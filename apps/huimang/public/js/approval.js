// The approval of any document that has one: its way as a row of boxes on top of the form, its record below, and its
// decisions as buttons. The server says which decisions are open to the user (huimang.approval.progress).

frappe.provide("huimang.approval");

const LABELS = {
	Requested: __("Request Approval"),
	Approved: __("Approve"),
	Returned: __("Return to Writer"),
	Withdrawn: __("Withdraw"),
	Settled: __("Settle"),
	Cancelled: __("Cancel Resolution"),
};

/** What a decision is called; carrying out what was decided is something else for every kind of document. */
const label_of = ({ decision, action }) => (decision === "Settled" && action ? __(action) : LABELS[decision] || "");

$(document).on("form-refresh", (_event, frm) => {
	const approval = frm.doc.__onload?.approval;
	frm.page.wrapper.toggleClass("huimang-approval", Boolean(approval));
	if (!approval || frm.is_new()) return;
	show_way(frm, approval);
	show_record(frm, approval);
	add_buttons(frm, approval);
});

/** Carry a decision out, with a word to it where one is needed, and show the document as it then stands. */
huimang.approval.decide = async (frm, action) => {
	if (frm.is_dirty()) await frm.save();
	const comment = action.needs_reason ? await ask_reason(action) : await confirm(frm, action);
	if (comment === null) return;
	await carry_out(frm, "huimang.approval.api.decide", { action: action.action, comment });
};

/** Call a method that decides on the form's document; refusals are shown by the framework. */
async function carry_out(frm, method, values) {
	await frappe.call({ method, args: { doctype: frm.doctype, name: frm.docname, ...values }, freeze: true });
	await frm.reload_doc();
	frappe.show_alert({ message: __(frm.doc.workflow_state), indicator: frappe.get_indicator(frm.doc)?.[1] || "green" });
}
huimang.approval.carry_out = carry_out;

/** Ask for the reason of a decision that needs one; null where the user thinks better of it. */
export function ask_reason(action) {
	return new Promise((resolve) => {
		let answer = null;
		const dialog = new frappe.ui.Dialog({
			title: __(action.action),
			fields: [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }],
			primary_action_label: __(action.action),
			primary_action: ({ reason }) => {
				answer = reason;
				dialog.hide();
			},
			on_hide: () => resolve(answer),
		});
		dialog.get_primary_btn().removeClass("btn-primary").addClass("btn-danger");
		dialog.show();
	});
}

/** The final word is asked for twice; everything before it can be taken back. */
function confirm(frm, action) {
	if (action.decision !== "Approved") return "";
	return new Promise((resolve) => {
		let answer = null;
		const dialog = new frappe.ui.Dialog({
			title: __(action.action),
			fields: [
				{ fieldtype: "HTML", options: huimang.approval.summary?.(frm) || frappe.utils.escape_html(frm.doc.title || "") },
				{ fieldname: "comment", fieldtype: "Small Text", label: __("Comment (optional)") },
			],
			primary_action_label: __(action.action),
			primary_action: ({ comment }) => {
				answer = comment || "";
				dialog.hide();
			},
			on_hide: () => resolve(answer),
		});
		dialog.show();
	});
}

function add_buttons(frm, { actions }) {
	for (const action of actions) {
		const forward = ["Requested", "Approved", "Settled"].includes(action.decision);
		const settle = action.decision === "Settled" && huimang.approval.moves_money?.(frm);
		// a refusal has been shown by then; thrown on, it would leave the button disabled
		const run = () =>
			settle ? huimang.approval.settle(frm) : huimang.approval.decide(frm, action).catch(() => null);
		const button = frm.page.add_inner_button(__(action.action), run, null, forward ? "primary" : "default");
		button.addClass(action.needs_reason ? "text-danger" : "").attr("data-decision", action.decision);
	}
}

function show_way(frm, { boxes, stage }) {
	const field = frm.fields_dict.approval_progress;
	const place = field ? $(field.wrapper) : way_in_dashboard(frm);
	if (stage === "Cancelled") {
		place.html("");
		return;
	}
	place.html(`<div class="approval-way">${boxes.map(box).join('<span class="approval-arrow"></span>')}</div>`);
}

/** A document without a field for it shows its way in the dashboard. */
function way_in_dashboard(frm) {
	frm.approval_way?.remove();
	frm.approval_way = $("<div>").prependTo(frm.layout.wrapper);
	return frm.approval_way;
}

/** One box of the way: who decides, or has decided. */
function box({ decision, action, role, people, decided_at, state, deputy_for, is_final }) {
	const escape = frappe.utils.escape_html;
	const first = people[0];
	const names = people.map((person) =>
		person.deputy ? __("{0} (deputy: {1})", [person.full_name, person.deputy]) : person.full_name
	);
	const marks = [is_final && __("Final by Delegation"), deputy_for && __("Deputy")].filter(Boolean);
	const who = first?.position_title && people.length === 1 ? first.position_title : role ? __(role) : "";
	const mine = state === "next" && people.some((person) => person.is_me);
	const name = names.length > 2 ? __("{0} and {1} more", [names[0], names.length - 1]) : names.join(", ");
	const waits = decision === "Requested" ? __("Draft") : __("Waiting");
	const when = decided_at ? frappe.datetime.str_to_user(decided_at) : "";
	return `
		<div class="approval-box ${state} ${mine ? "mine" : ""}" title="${escape(names.join(", "))}">
			<span class="approval-task">${label_of({ decision, action })}</span>
			<span class="approval-who">${escape([who, ...marks].filter(Boolean).join(" · "))}</span>
			<strong>${escape(name || __("Nobody"))}</strong>
			<span class="approval-when">${state === "done" ? when : state === "next" ? waits : ""}</span>
		</div>`;
}

huimang.approval.box = box;

function show_record(frm, { steps }) {
	const field = frm.fields_dict.approval_timeline;
	if (!field) return;
	const escape = frappe.utils.escape_html;
	const colour = { Returned: "orange", Withdrawn: "gray", Cancelled: "red", Settled: "blue" };
	const rows = steps.map(
		(step) => `
		<tr>
			<td class="text-muted">${frappe.datetime.str_to_user(step.decided_at)}</td>
			<td><span class="indicator-pill no-indicator-dot ${colour[step.decision] || "green"}">${label_of(step)}</span></td>
			<td>${escape(step.position_title || __(step.role))} <strong>${escape(step.full_name)}</strong></td>
			<td>${step.is_final ? __("Final by Delegation") : ""}
				${step.deputy_for ? __("In the place of {0}", [escape(step.deputy_for_name || "")]) : ""}
				${escape(step.comment || "")}</td>
		</tr>`
	);
	$(field.wrapper).html(
		rows.length
			? `<table class="table approval-record"><tbody>${rows.join("")}</tbody></table>`
			: `<p class="text-muted">${__("This document has not been requested yet.")}</p>`
	);
}

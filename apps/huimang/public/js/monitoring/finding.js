// A finding with all that stands behind it: the use of the card, the resolution, the papers, what was said and decided.

import { API, amount, ask, day, escape, minute, severity } from "./parts";

/** Show a finding; `changed` is called when it has been explained or decided on. */
export async function show_finding(name, changed) {
	const found = await ask("finding", { name });
	const dialog = new frappe.ui.Dialog({ title: escape(found.card_rule), size: "large" });
	dialog.$body.addClass("watch-detail").html(content(found, (url) => file_url("finding_file", { finding: name, url })));
	const act = async (method, args) => {
		await frappe.xcall(`${API}.${method}`, { finding: name, ...args }, "POST");
		dialog.hide();
		frappe.show_alert({ message: __("Recorded."), indicator: "green" });
		changed?.();
	};
	if (found.can_decide) decide_buttons(dialog, act);
	if (found.can_explain) {
		const label = found.explanation ? __("Explain Anew") : __("Write the Explanation");
		const button = found.can_decide ? dialog.add_custom_action(label, () => explain(found, act)) : null;
		if (!button && !found.can_decide) dialog.set_primary_action(label, () => explain(found, act));
	}
	dialog.show();
}

/** Show one expense of a grant, as far as it leads to the evidence. */
export async function show_expense(grant, resolution) {
	const doc = await ask("grant_expense", { grant, resolution });
	const dialog = new frappe.ui.Dialog({ title: escape(doc.purpose), size: "large" });
	dialog.$body
		.addClass("watch-detail")
		.html(paper(doc, (url) => file_url("grant_file", { grant, resolution, url })));
	dialog.show();
}

const file_url = (method, args) => `/api/method/${API}.${method}?${new URLSearchParams(args)}`;

function decide_buttons(dialog, act) {
	const with_reason = (decision, required) =>
		frappe.prompt(
			[{ fieldname: "comment", fieldtype: "Small Text", label: __("Reason of the Decision"), reqd: required }],
			({ comment }) => act("decide", { decision, comment: comment || "" }),
			__(decision),
			__(decision)
		);
	dialog.set_primary_action(__("Accepted"), () => with_reason("Accepted", 0));
	dialog.set_secondary_action(() => with_reason("Not Justified", 1));
	dialog.set_secondary_action_label(__("Not Justified"));
	dialog.add_custom_action(__("Asked Again"), () => with_reason("Asked Again", 1));
}

function explain(found, act) {
	frappe.prompt(
		[
			{
				fieldname: "text",
				fieldtype: "Small Text",
				label: __("Explanation"),
				reqd: 1,
				default: found.explanation || "",
				description: __("What it was for, who took part, and why at that place and time."),
			},
		],
		({ text }) => act("explain", { text }),
		__("Explanation"),
		__("Submit Explanation")
	);
}

function content(found, link) {
	return `<p class="watch-message">${severity(found.severity)} ${escape(found.message)}</p>
		${facts([
			[__("Status"), __(found.status === "Open" ? "Waiting for Explanation" : found.status)],
			[__("Holder"), escape(found.holder_name)],
			[__("Amount"), `${amount(found.amount)}${__("won")}`],
			[__("Happened At"), minute(found.happened_at)],
			[__("Explanation Due"), day(found.explain_by)],
		])}
		${use(found.use)}
		${files(found.files, link)}
		${found.resolution ? `<h5>${__("Expense Resolution")}</h5>${paper(found.resolution, link)}` : ""}
		<h5>${__("History")}</h5><ol class="watch-steps">${found.steps.map(step).join("")}</ol>`;
}

function use(row) {
	if (!row.name) return "";
	return `<h5>${__("Card Transaction")}</h5>${facts([
		[__("Card"), escape([row.card_title, row.card_number].filter(Boolean).join(" "))],
		[__("Merchant"), escape([row.merchant_name, row.merchant_category].filter(Boolean).join(" · "))],
		[__("Address"), escape(row.merchant_address)],
		[__("Approval No."), escape(row.approval_no)],
		[__("Cancelled Amount"), Number(row.cancelled_amount) ? amount(row.cancelled_amount) : ""],
		[__("Memo"), escape(row.memo)],
	])}`;
}

function paper(doc, link) {
	const open = doc.can_open
		? `<a href="/app/expense-resolution/${encodeURIComponent(doc.name)}">${__("Open Document")}</a>`
		: "";
	return `${facts([
		[__("Purpose"), escape(doc.purpose)],
		[__("Resolution No."), escape(doc.number)],
		[__("Amount"), `${amount(doc.amount)}${__("won")}`],
		[__("Status"), escape(doc.state)],
		[__("Writer"), escape(doc.writer)],
		...doc.dates.map((row) => [escape(row.label), day(row.day)]),
	])}${open}
	${doc.tables.map(table).join("")}
	<div class="approval-way">${doc.boxes.map(huimang.approval.box).join('<span class="approval-arrow"></span>')}</div>
	${files(doc.files, link)}`;
}

function table({ title, columns, rows }) {
	const cell = (text, at) => `<td class="${columns[at].is_amount ? "num" : ""}">${escape(text)}</td>`;
	return `<h6>${escape(title)}</h6><table class="watch-table"><thead><tr>${columns
		.map((column) => `<th class="${column.is_amount ? "num" : "text"}">${escape(column.label)}</th>`)
		.join("")}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("")}</tbody></table>`;
}

function files(list, link) {
	if (!list.length) return `<p class="text-muted">${__("No evidence yet")}</p>`;
	const item = (file) => `<li><a href="${escape(link(file.url))}" target="_blank" rel="noopener">${escape(file.name)}</a></li>`;
	return `<h6>${__("Evidence")}</h6><ul class="watch-files">${list.map(item).join("")}</ul>`;
}

const step = (row) =>
	`<li><b>${__(row.step)}</b> ${escape(row.full_name)} <small>${minute(row.done_at)}</small><p>${escape(row.comment)}</p></li>`;

function facts(rows) {
	const told = rows.filter(([, text]) => text);
	return `<dl class="watch-facts">${told.map(([label, text]) => `<dt>${label}</dt><dd>${text}</dd>`).join("")}</dl>`;
}

// What the boards of the head and of the officer share: figures, badges, lists of findings and grants.

import { won } from "../resolutions/kinds";

export const API = "huimang.monitoring.api";
export const EVENT = "huimang_monitoring";
export const escape = (text) => frappe.utils.escape_html(String(text ?? ""));
export const ask = (method, args = {}) => frappe.xcall(`${API}.${method}`, args, "GET");
export const amount = (value) => `${won(Number(value) || 0)}`;

export const day = (value) => (value ? escape(String(value).slice(0, 10)) : "");
export const minute = (value) => (value ? escape(String(value).slice(0, 16)) : "");

const COLOUR = { Serious: "red", Warning: "orange", Information: "blue" };

export const severity = (name) =>
	name ? `<span class="indicator-pill no-indicator-dot ${COLOUR[name]}">${__(name)}</span>` : "";

/** A number that stands out, with what it is. */
export const tile = (label, value, note = "", kind = "") =>
	`<div class="watch-tile ${kind}"><span>${label}</span><strong>${value}</strong><small>${note}</small></div>`;

/** Findings as a list to be opened, one under the other. */
export function findings(rows, empty) {
	if (!rows.length) return `<p class="watch-empty">${empty}</p>`;
	return rows.map(finding).join("");
}

function finding(row) {
	const state = row.is_overdue ? `<b class="late">${__("Explanation overdue")}</b>` : __(row.status === "Open" ? "Waiting for Explanation" : row.status);
	return `<button type="button" class="watch-finding ${escape(row.severity)}" data-finding="${escape(row.name)}">
		<span class="watch-rule">${severity(row.severity)} ${escape(row.card_rule)}</span>
		<span class="watch-when">${minute(row.happened_at)}</span>
		<strong>${escape(row.message)}</strong>
		<span class="watch-who">${escape([row.holder_name, row.merchant].filter(Boolean).join(" · "))} · ${state}</span>
		<span class="watch-won">${amount(row.amount)}${__("won")}</span>
	</button>`;
}

/** Grants with a light and a bar of what is spent, reserved and left. */
export function grants(rows, { open = false } = {}) {
	if (!rows.length) return `<p class="watch-empty">${__("There is no grant under way.")}</p>`;
	return `<table class="watch-table"><thead><tr><th>${__("Subsidy Grant")}</th><th>${__("Amount Granted")}</th>
		<th class="desk-only">${__("Received")}</th><th>${__("Spent")}</th><th>${__("Left")}</th><th>${__("Execution Rate")}</th></tr></thead>
		<tbody>${rows.map((row) => grant(row, open)).join("")}</tbody></table>`;
}

function grant(row, open) {
	const title = open
		? `<a href="#" data-grant="${escape(row.name)}">${escape(row.title)}</a>`
		: `<a href="/app/subsidy-grant/${encodeURIComponent(row.name)}">${escape(row.title)}</a>`;
	const until = row.days_left < 0 ? __("Over") : __("{0} days left", [row.days_left]);
	const part = (value) => (row.total_amount ? Math.max(0, Math.min(100, (100 * value) / row.total_amount)) : 0);
	return `<tr><td><i class="watch-light ${row.light}" title="${__("Compared with the time that has passed")}"></i>${title}
		<small>${day(row.start_date)} – ${day(row.end_date)} · ${until}</small></td>
		<td class="num">${amount(row.total_amount)}</td><td class="num desk-only">${amount(row.received_amount)}</td>
		<td class="num">${amount(row.spent_amount)}</td>
		<td class="num ${row.left_amount < 0 ? "late" : ""}">${amount(row.left_amount)}</td>
		<td class="num"><span class="watch-bar"><i style="width:${part(row.spent_amount)}%"></i>
		<b style="left:${part(row.spent_amount)}%;width:${part(row.reserved_amount)}%"></b></span>${row.rate}%</td></tr>`;
}

export const panel = (title, content, note = "", kind = "") =>
	`<section class="watch-panel ${kind}"><h5>${title}<small>${note}</small></h5>${content}</section>`;

/** Call `read` when something is found, and now and then while the page is looked at; never several times at once. */
export function follow(page, read, concerns) {
	let waiting = null;
	const later = () => {
		waiting = waiting || setTimeout(() => ((waiting = null), is_seen() && read()), 400);
	};
	const is_seen = () => !document.hidden && $(page.wrapper).is(":visible") && !$(".modal:visible").length;
	frappe.realtime.on(EVENT, (told) => concerns(told.facility) && later());
	setInterval(later, 60_000);
	document.addEventListener("visibilitychange", later);
}

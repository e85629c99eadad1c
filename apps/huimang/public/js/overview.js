// The books at a glance: a block of the homes. It is drawn into a shadow root, so its style goes with it.

frappe.provide("huimang.overview");

export const STYLE = `
	:host, .glance { font-variant-numeric: tabular-nums; }
	.glance { display: grid; grid-template-columns: minmax(0, 7fr) minmax(0, 5fr); gap: 14px; color: var(--text-color); align-items: start; }
	.column { display: grid; gap: 14px; min-width: 0; }
	.panel { background: var(--card-bg, #fff); border: 1px solid var(--border-color); border-radius: 10px; padding: 14px 16px; min-width: 0; }
	.panel h5 { margin: 0 0 10px; font-size: 13px; font-weight: 600; display: flex; justify-content: space-between; gap: 8px; }
	.panel h5 small { font-weight: 400; color: var(--text-muted); }
	table { width: 100%; border-collapse: collapse; font-size: 13px; }
	th { font-weight: 400; color: var(--text-muted); font-size: 12px; text-align: right; padding: 2px 6px 6px; white-space: nowrap; }
	th:first-child, td:first-child { text-align: left; padding-left: 0; }
	td { text-align: right; padding: 6px; border-top: 1px solid var(--border-color); white-space: nowrap; }
	td:first-child { white-space: normal; word-break: keep-all; }
	tfoot td { font-weight: 600; }
	a { color: inherit; text-decoration: none; } a:hover { color: var(--primary-color); }
	.bar { position: relative; height: 6px; width: 72px; margin-left: auto; border-radius: 3px; background: var(--control-bg, #eef1f1); overflow: hidden; }
	.bar i, .bar b { position: absolute; top: 0; bottom: 0; left: 0; display: block; }
	.bar i { background: #2b8f95; } .bar b { background: #e0a23b; }
	.rate { font-size: 11px; color: var(--text-muted); }
	ul { list-style: none; margin: 0; padding: 0; font-size: 13px; }
	li { display: flex; justify-content: space-between; gap: 10px; padding: 7px 0; border-top: 1px solid var(--border-color); }
	li:first-child { border-top: 0; }
	li small { color: var(--text-muted); display: block; }
	.count { font-weight: 600; white-space: nowrap; } .late { color: var(--red-500, #c0392b); }
	.muted { color: var(--text-muted); font-size: 13px; margin: 0; }
	select { border: 1px solid var(--border-color); border-radius: 6px; background: var(--control-bg); color: inherit; padding: 2px 6px; font-size: 12px; }
	.glance-place { container-type: inline-size; }
	@container (max-width: 940px) { .optional { display: none; } .bar { width: 40px; } th, td { padding-left: 4px; padding-right: 4px; } }
	@media (max-width: 900px) {
		.glance { grid-template-columns: minmax(0, 1fr); } .column { display: contents; } .optional { display: none; }
		.panel { order: 2; } .first { order: 1; }
	}
	@media (max-width: 560px) { .desk { display: none; } .panel { padding: 12px; } td, th { padding-left: 3px; padding-right: 3px; } }
`;

/** Draw the block; called by its script with the shadow root that the framework made for it. */
huimang.overview.show = async (root, facility) => {
	const place = root.querySelector(".glance-place");
	if (!place) return;
	const data = await frappe.xcall("huimang.overview.overview", { facility: facility || null }, "GET");
	if (!data.facilities.length) {
		place.innerHTML = "";
		return;
	}
	place.innerHTML = `<style>${STYLE}</style><div class="glance">
		<div class="column">${gwans(data)}${funds(data)}</div>
		<div class="column">${waiting(data)}${accounts(data)}${due(data)}</div></div>`;
	const choice = place.querySelector("select");
	choice?.addEventListener("change", () => huimang.overview.show(root, choice.value));
	place.addEventListener("click", (event) => follow(event, data));
};

export const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

function won(value) {
	const text = format_number(Math.abs(value), "#,###", 0);
	return value < 0 ? `△${text}` : text;
}

export function panel(place, title, note, body) {
	return `<section class="panel ${place}"><h5><span>${title}</span><small>${note || ""}</small></h5>${body}</section>`;
}

function choice({ facilities, facility, year }) {
	const name = year ? escape(year.title) : "";
	if (facilities.length === 1) return name;
	const options = facilities.map(
		(row) => `<option value="${escape(row.name)}" ${row.name === facility ? "selected" : ""}>${escape(row.facility_name)}</option>`
	);
	return `${name} <select aria-label="${__("Facility")}">${options.join("")}</select>`;
}

function rate(part, whole) {
	return whole > 0 ? (100 * part) / whole : 0;
}

function bar({ appropriated, actual, reserved }) {
	const spent = rate(actual, appropriated);
	const held = Math.min(100, rate(actual + reserved, appropriated));
	return `<div class="bar" title="${__("Spent")} ${spent.toFixed(1)} %"><b style="width:${held}%"></b>
		<i style="width:${Math.min(100, spent)}%"></i></div><span class="rate">${spent.toFixed(1)} %</span>`;
}

function sum(rows, field) {
	return rows.reduce((total, row) => total + row[field], 0);
}

function gwans(data) {
	const rows = data.gwans.filter((row) => row.side === "Expense");
	const total = Object.fromEntries(["appropriated", "actual", "reserved", "left"].map((field) => [field, sum(rows, field)]));
	const line = (row, title) => `
		<tr><td>${title}</td><td class="desk">${won(row.appropriated)}</td><td>${won(row.actual)}</td>
			<td class="optional">${won(row.reserved)}</td><td>${won(row.left)}</td><td class="desk">${bar(row)}</td></tr>`;
	const body = rows.length
		? `<table><thead><tr><th>${__("Gwan")}</th><th class="desk">${__("Budget")}</th><th>${__("Spent")}</th>
			<th class="optional">${__("Reserved")}</th><th>${__("Left")}</th><th class="desk"></th></tr></thead>
			<tbody>${rows.map((row) => line(row, `<a href="#" data-go="execution">${escape(row.title)}</a>`)).join("")}</tbody>
			<tfoot>${line(total, __("Total"))}</tfoot></table>`
		: `<p class="muted">${__("There is no budget in force yet.")}</p>`;
	return panel("first", __("Expense Budget by Gwan"), choice(data), body);
}

function funds(data) {
	const line = (row) => `
		<tr><td><a href="#" data-go="execution" data-fund="${escape(row.fund_source)}">${escape(row.title)}</a></td>
			<td class="desk">${won(row.appropriated)}</td><td>${won(row.actual)}</td>
			<td class="optional">${won(row.reserved)}</td><td>${won(row.left)}</td><td class="desk">${won(row.in_hand)}</td></tr>`;
	const body = data.funds.length
		? `<table><thead><tr><th>${__("Fund Source")}</th><th class="desk">${__("Budget")}</th><th>${__("Spent")}</th>
			<th class="optional">${__("Reserved")}</th><th>${__("Left")}</th><th class="desk">${__("Received Less Spent")}</th></tr></thead>
			<tbody>${data.funds.map(line).join("")}</tbody></table>`
		: `<p class="muted">${__("There is no budget in force yet.")}</p>`;
	return panel("", __("By Fund Source"), "", body);
}

function accounts(data) {
	const line = (row) => `
		<tr><td><a href="#" data-go="cash" data-account="${escape(row.name)}">${escape(row.title)}</a></td>
			<td>${won(row.balance)}</td></tr>`;
	const body = data.accounts.length
		? `<table><tbody>${data.accounts.map(line).join("")}</tbody>
			<tfoot><tr><td>${__("Total")}</td><td>${won(sum(data.accounts, "balance"))}</td></tr></tfoot></table>`
		: `<p class="muted">${__("There is no bank account yet.")}</p>`;
	return panel("", __("Cash by Account"), "", body);
}

function waiting(data) {
	const items = data.waiting.map(
		(row, at) => `<li><a href="#" data-go="waiting" data-at="${at}">${escape(__(row.doctype))} · ${escape(row.label)}
			<small>${escape(row.who)}</small></a><span class="count">${__("{0} documents", [row.count])}</span></li>`
	);
	if (data.to_close) {
		items.push(`<li><a href="#" data-go="close">${escape(data.to_close.label)}</a>
			<span class="count">${__("Month Closing")}</span></li>`);
	}
	const body = items.length ? `<ul>${items.join("")}</ul>` : `<p class="muted">${__("Nothing waits.")}</p>`;
	return panel("first", __("Waiting, and for Whom"), "", body);
}

function due(data) {
	if (!data.due.length) return "";
	const items = data.due.slice(0, 6).map(
		(row, at) => `<li><a href="#" data-go="due" data-at="${at}">${escape(row.title)}<small>${escape(row.period || "")}</small></a>
			<span class="count ${row.days_left < 0 ? "late" : ""}">${escape(row.when)}</span></li>`
	);
	return panel("", __("Due Soon"), "", `<ul>${items.join("")}</ul>`);
}

/** Every figure leads to the statement or list behind it. */
function follow(event, data) {
	const link = event.target.closest("a[data-go]");
	if (!link) return;
	event.preventDefault();
	const { go, fund, account, at } = link.dataset;
	const books = { facility: data.facility, accounting_year: data.year?.name };
	if (go === "execution") {
		open_report("Budget Execution", fund ? { ...books, fund_source: fund } : books);
	} else if (go === "cash") {
		open_report("Cash Book", { ...books, bank_account: account });
	} else if (go === "close") {
		frappe.new_doc("Month Closing", { facility: data.facility });
	} else if (go === "due") {
		frappe.set_route(data.due[at].route);
	} else {
		const { doctype, state } = data.waiting[at];
		frappe.route_options = { facility: data.facility, workflow_state: state };
		frappe.set_route("List", doctype);
	}
}

function open_report(name, filters) {
	frappe.route_options = filters;
	frappe.set_route("query-report", name);
}

// 결재함: what waits for me. On the desk a list and the document side by side; on a phone one after the other, with the
// decision under the thumb.

import { ask_reason } from "./approval";

frappe.provide("huimang.approval");

const API = "huimang.approval.api";
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));
const won = (value) => (value < 0 ? `△${format_number(-value, "#,###", 0)}` : format_number(value, "#,###", 0));

huimang.approval.inbox = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Approval Inbox"), single_column: true });
	wrapper.inbox = new Inbox(page);
};

class Inbox {
	constructor(page) {
		this.page = page;
		page.set_secondary_action(__("Refresh"), () => this.refresh(), "refresh");
		this.root = $(`<div class="approval-inbox"><div class="inbox-list" role="list"></div><div class="inbox-detail"></div></div>`);
		this.root.appendTo(page.main);
		this.list = this.root.find(".inbox-list");
		this.detail = this.root.find(".inbox-detail");
		this.list.on("click", ".inbox-card", (event) => this.open(Number(event.currentTarget.dataset.at)));
		this.detail.on("click", "[data-action]", (event) => this.act(event.currentTarget.dataset.action));
		this.detail.on("click", ".inbox-back", () => this.close());
		// whoever comes back to the tab sees what has come in meanwhile; whoever is reading is not disturbed
		document.addEventListener("visibilitychange", () => {
			if (!document.hidden && !this.current && this.root.is(":visible")) this.refresh();
		});
	}

	/** Ask anew what waits, and show the first of it where there is room. */
	async refresh() {
		this.cards = await frappe.xcall(`${API}.inbox`, {}, "GET");
		this.page.set_indicator(__("{0} waiting", [this.cards.length]), this.cards.length ? "orange" : "green");
		this.list.html(this.cards.map(card).join("") || empty());
		this.close();
		if (this.cards.length && window.matchMedia("(min-width: 992px)").matches) this.open(0);
	}

	async open(at) {
		this.current = this.cards[at];
		this.list.find(".inbox-card").removeClass("open").eq(at).addClass("open");
		this.root.addClass("reading");
		const { doctype, name } = this.current;
		const shown = await frappe.xcall(`${API}.glance`, { doctype, name }, "GET");
		// whoever taps fast is shown what they tapped last
		if (this.current?.name !== name) return;
		this.detail.html(document_at_a_glance(shown)).scrollTop(0);
	}

	close() {
		this.current = null;
		this.root.removeClass("reading");
		this.list.find(".inbox-card").removeClass("open");
		this.detail.html(this.cards?.length ? `<p class="inbox-hint">${__("Choose a document on the left.")}</p>` : "");
	}

	async act(name) {
		const action = this.current.actions.find((row) => row.action === name);
		const comment = action.needs_reason ? await ask_reason(action) : "";
		if (comment === null) return;
		const { doctype, name: docname, title } = this.current;
		this.detail.find("[data-action]").prop("disabled", true);
		try {
			await frappe.xcall(`${API}.decide`, { doctype, name: docname, action: name, comment }, "POST");
			frappe.show_alert({ message: `${escape(title)}: ${__(name)}`, indicator: action.needs_reason ? "orange" : "green" });
		} finally {
			// refused or carried out: what waits is what the server says now
			await this.refresh();
		}
	}
}

function card(doc, at) {
	return `
		<button type="button" class="inbox-card" role="listitem" data-at="${at}">
			<span class="inbox-kind">${escape(doc.kind)}</span>
			<span class="inbox-since">${frappe.datetime.comment_when(doc.waiting_since, true)}</span>
			<strong class="inbox-title">${escape(doc.title)}</strong>
			<span class="inbox-writer">${escape(doc.writer)}${several() ? ` · ${escape(doc.facility)}` : ""}</span>
			<span class="inbox-amount">${doc.amount === null ? "" : `${won(doc.amount)}${__("won")}`}</span>
		</button>`;
}

const several = () => (frappe.boot.huimang?.facilities?.length || 0) !== 1;

const empty = () => `<div class="inbox-empty">✓<p>${__("Nothing waits for your decision.")}</p></div>`;

function document_at_a_glance(doc) {
	const route = `/app/${frappe.router.slug(doc.doctype)}/${encodeURIComponent(doc.name)}`;
	return `
		<div class="inbox-document">
			<div class="inbox-top">
				<button type="button" class="btn btn-default btn-sm inbox-back">← ${__("List")}</button>
				<span class="inbox-kind">${escape(doc.kind)}</span>
				<a class="btn btn-default btn-sm" href="${route}">${__("Open Document")}</a>
			</div>
			<h2>${escape(doc.title)}</h2>
			${doc.amount === null ? "" : `<p class="inbox-sum">${won(doc.amount)}<small>${__("won")}</small> <span>${escape(doc.in_words)}</span></p>`}
			<div class="approval-way">${doc.boxes.map(huimang.approval.box).join('<span class="approval-arrow"></span>')}</div>
			${doc.tables.map(table).join("")}
			${budget(doc.budget)}
			${files(doc.files)}
			<dl class="inbox-head">${doc.head.map((row) => `<dt>${escape(row.label)}</dt><dd>${escape(row.text)}</dd>`).join("")}</dl>
			${remarks(doc.steps)}
			<div class="inbox-actions">${doc.actions.filter((row) => ["Approved", "Returned"].includes(row.decision)).map(button).join("")}</div>
		</div>`;
}

function table({ title, columns, rows }) {
	const cell = (text, at) =>
		`<td class="${columns[at].is_amount ? "amount" : ""}" data-label="${escape(columns[at].label)}">${escape(text)}</td>`;
	return `<h5>${escape(title)}</h5><table class="inbox-lines">
		<thead><tr>${columns.map((column) => `<th class="${column.is_amount ? "amount" : ""}">${escape(column.label)}</th>`).join("")}</tr></thead>
		<tbody>${rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("")}</tbody></table>`;
}

function budget(lines) {
	if (!lines.length) return "";
	const row = (line) => `<tr><td>${escape(line.label)}</td>
		<td class="amount" data-label="${__("Budget")}">${won(line.appropriated)}</td>
		<td class="amount ${line.left_after < 0 ? "over" : ""}" data-label="${__("Left after This")}">${won(line.left_after)}</td></tr>`;
	return `<h5>${__("Budget")}</h5><table class="inbox-lines">
		<thead><tr><th>${__("Budget Line")}</th><th class="amount">${__("Budget")}</th><th class="amount">${__("Left after This")}</th></tr></thead>
		<tbody>${lines.map(row).join("")}</tbody></table>`;
}

function files(list) {
	const link = (file) =>
		`<li><a href="${encodeURI(file.url)}" target="_blank" rel="noopener">${escape(file.name)}</a>
		<span>${escape(file.kind)}${file.sheets > 1 ? ` · ${__("{0} sheets", [file.sheets])}` : ""}</span></li>`;
	return `<h5>${__("Evidence")} <small>${__("{0} files", [list.length])}</small></h5>
		${list.length ? `<ul class="inbox-files">${list.map(link).join("")}</ul>` : `<p class="text-muted">${__("No evidence yet")}</p>`}`;
}

/** What was said on the way here. */
function remarks(steps) {
	const said = steps.filter((step) => step.comment);
	if (!said.length) return "";
	return `<h5>${__("Comments")}</h5>${said
		.map((step) => `<p><strong>${escape(step.full_name)}</strong> ${escape(frappe.utils.html2text?.(step.comment) || step.comment)}</p>`)
		.join("")}`;
}

function button(action) {
	const kind = action.decision === "Approved" ? "btn-primary" : "btn-default text-danger";
	return `<button type="button" class="btn ${kind}" data-action="${escape(action.action)}">${__(action.action)}</button>`;
}

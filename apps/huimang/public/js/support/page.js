// 고객지원: questions with answers and a search over them and the manual, notices, and one's own inquiries. The address says
// which: support-center, support-center/notices, support-center/inquiries, support-center/ask, or the name of an inquiry.

import { ask_form } from "./ask";
import { conversation } from "./conversation";
import { day, escape, get, minutes, moment, post, status_pill } from "./common";

frappe.provide("huimang.support");

const tabs = () => ({ faq: __("FAQ"), notices: __("Notices"), inquiries: __("My Inquiries") });
const KIND_COLORS = { Urgent: "red", Maintenance: "orange", "Law and Guidelines": "blue", Information: "gray" };

huimang.support.page = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Support"), single_column: true });
	page.set_primary_action(__("Ask a Question"), () => frappe.set_route("support-center", "ask"));
	wrapper.support = new Support(page);
};

class Support {
	constructor(page) {
		this.page = page;
		this.root = $(`
			<div class="support">
				<aside class="support-side"></aside>
				<main>
					<nav class="support-tabs" role="tablist">${Object.entries(tabs())
						.map(([key, label]) => `<a role="tab" class="support-tab" data-tab="${key}" href="/app/support-center/${key}">${label}</a>`)
						.join("")}</nav>
					<div class="support-body" aria-live="polite"></div>
				</main>
			</div>`).appendTo(page.main);
		this.body = this.root.find(".support-body");
		this.body.on("click", ".faq-question", (event) => this.open_faq(event.currentTarget));
		this.body.on("input", ".support-search input", frappe.utils.debounce((event) => this.find(event.target.value), 250));
	}

	/** Show what the address names. */
	async show() {
		const [, what = "faq", name] = frappe.get_route();
		const known = ["faq", "notices", "inquiries", "ask"].includes(what);
		this.root.find(".support-tab").each((_at, tab) => {
			const here = tab.dataset.tab === (known && what !== "ask" ? what : "inquiries");
			$(tab).toggleClass("active", here).attr("aria-selected", here);
		});
		this.overview = await get("overview");
		this.root.find(".support-side").html(side(this.overview));
		if (known) await this[what](name);
		else await this.inquiry(what);
	}

	async faq() {
		this.body.html(`<div class="support-search"><input type="search" class="form-control" maxlength="100"
			placeholder="${__("What can we help you with?")}" aria-label="${__("Search questions and the manual")}"></div>
			<div class="support-found"></div>`);
		await this.find("");
	}

	async find(text) {
		this.wanted = text;
		const { faq, pages } = await get("search", { text });
		if (this.wanted !== text) return; // whoever types on waits for the last answer only
		const found = this.body.find(".support-found").empty();
		if (pages.length) found.append(`<h3>${__("In the Manual")}</h3>`, pages.map(manual_link).join(""));
		if (!faq.length && !pages.length) {
			found.html(`<p class="support-empty">${__("Nothing was found. Please ask us.")}</p>`);
			return;
		}
		if (text.trim()) {
			if (faq.length) found.append(`<h3>${__("FAQ")}</h3>`, faq.map(question).join(""));
			return;
		}
		for (const [category, rows] of Object.entries(group(faq))) {
			found.append(`<h3>${escape(__(category))}</h3>`, rows.map(question).join(""));
		}
	}

	open_faq(button) {
		const $button = $(button);
		const opens = $button.attr("aria-expanded") !== "true";
		$button.attr("aria-expanded", opens).next(".faq-answer").prop("hidden", !opens);
		if (opens && !$button.data("counted")) {
			$button.data("counted", true);
			post("opened", { name: $button.data("name") });
		}
	}

	async notices(name) {
		const rows = await get("notice_list");
		this.body.html(rows.map((row) => notice(row, row.name === name)).join("") || nothing(__("There are no notices.")));
		if (name) this.body.find("details[open]")[0]?.scrollIntoView({ block: "nearest" });
	}

	async inquiries() {
		const rows = await get("mine");
		this.body.html(rows.map(row_of).join("") || nothing(__("You have not asked anything yet.")));
	}

	ask() {
		ask_form(this.body, this.overview);
	}

	async inquiry(name) {
		const shown = await get("inquiry", { name });
		conversation(this.body, shown, (next) => this.renew(next));
	}

	renew(shown) {
		conversation(this.body, shown, (next) => this.renew(next));
	}
}

function side({ hours, answers }) {
	const phone = hours.phone ? `<a class="support-phone" href="tel:${escape(hours.phone)}">${escape(hours.phone)}</a>` : "";
	const mean = answers.count
		? __("Answers take {0} of service time on average (last {1} days, {2} answers).", [
				minutes(answers.minutes),
				answers.days,
				answers.count,
		  ])
		: "";
	return `<section class="support-hours">
		<span class="indicator-pill ${hours.is_open ? "green" : "gray"}">${hours.is_open ? __("Open Now") : __("Closed Now")}</span>
		${phone}<p>${escape(hours.phone_note)}</p>
		<p>${__("Working days {0}~{1}", [hours.opens, hours.closes])}${hours.rest ? ` <span class="text-muted">${__("(rest {0})", [hours.rest])}</span>` : ""}<br>
		<span class="text-muted">${__("Closed on Saturdays, Sundays and public holidays")}</span></p>
		<p class="support-mean">${mean}</p>
		<a class="btn btn-default btn-sm" href="/app/manual">${__("User Manual")}</a>
	</section>`;
}

function group(rows) {
	const groups = {};
	for (const row of rows) (groups[row.category] ??= []).push(row);
	return groups;
}

function question(row) {
	return `<article class="faq"><button type="button" class="faq-question" aria-expanded="false" data-name="${escape(row.name)}">${escape(row.question)}</button>
		<div class="faq-answer" hidden>${row.answer}</div></article>`;
}

function manual_link(page) {
	return `<a class="support-page" href="/app/manual/${escape(page.name)}"><b>${escape(page.title)}</b><span>${escape(page.excerpt)}</span></a>`;
}

function notice(row, opened) {
	return `<details class="support-notice" ${opened ? "open" : ""}><summary>
		<span class="indicator-pill no-indicator-dot ${KIND_COLORS[row.kind] || "gray"}">${escape(__(row.kind))}</span>
		<b>${escape(row.title)}</b><time>${day(row.from_date)}</time></summary><div class="notice-body">${row.body}</div></details>`;
}

function row_of(row) {
	const due = row.due_at ? `<span>${__("Answer by {0}", [moment(row.due_at)])}</span>` : "";
	return `<a class="support-inquiry" href="/app/support-center/${escape(row.name)}">${status_pill(row.status)}
		<b>${escape(row.subject)}</b><small>${escape(__(row.kind))} · ${moment(row.asked_at)} ${due}</small></a>`;
}

function nothing(text) {
	return `<p class="support-empty">${text}</p>`;
}

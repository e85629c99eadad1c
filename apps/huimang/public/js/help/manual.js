// 사용 설명서: chapters on the left, the page beside them, a search over all of it, the whole as a PDF.

import { fill, listen } from "./text";

frappe.provide("huimang.help");

const API = "huimang.help.api";
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

huimang.help.manual = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("User Manual"), single_column: true });
	wrapper.manual = new Manual(page);
};

class Manual {
	constructor(page) {
		this.page = page;
		page.add_inner_button(__("As PDF"), async () => {
			const { edition } = await this.contents;
			window.open(`/api/method/${API}.download?edition=${edition}`);
		});
		this.root = $(`
			<div class="manual">
				<nav class="manual-side">
					<input type="search" class="form-control manual-search" placeholder="${__("Search the manual")}" aria-label="${__("Search the manual")}" maxlength="100">
					<details class="manual-contents"><summary>${__("Contents")}</summary><div class="manual-chapters"></div></details>
					<p class="manual-version text-muted"></p>
				</nav>
				<main class="manual-page"><article class="manual-text"></article><footer class="manual-neighbours"></footer></main>
			</div>`).appendTo(page.main);
		this.text = this.root.find(".manual-text");
		this.root.find(".manual-contents").prop("open", this.is_wide());
		this.root.on("click", "[data-go]", (event) => frappe.set_route("manual", event.currentTarget.dataset.go));
		this.root.find(".manual-search").on("input", frappe.utils.debounce((event) => this.find(event.target.value), 250));
		listen(this.text, (name) => frappe.set_route("manual", name));
	}

	is_wide() {
		return window.matchMedia("(min-width: 992px)").matches;
	}

	/** Show the page that the address names, else the first one. */
	async show() {
		this.contents ??= frappe.xcall(`${API}.contents`, {}, "GET");
		const { version, chapters } = await this.contents;
		if (!this.root.find(".manual-chapters").children().length) {
			this.root.find(".manual-chapters").html(chapters.map(chapter).join(""));
			this.root.find(".manual-version").text(__("Version {0}", [version]));
		}
		const name = frappe.get_route()[1] || chapters[0]?.pages[0]?.name;
		if (!name || name === this.shown) return;
		const page = await frappe.xcall(`${API}.page`, { name }, "GET");
		this.shown = name;
		this.put(page);
	}

	put(page) {
		fill(this.text, page);
		const edit = frappe.model.can_write("Manual Page")
			? `<a href="/app/manual-page/${encodeURIComponent(page.name)}">${__("Change this page")}</a>`
			: "";
		this.root.find(".manual-neighbours").html(`
			${neighbour(page.before, "←", "")}${neighbour(page.after, "", "→")}
			<p class="text-muted">${__("As of {0}", [page.changed_on])} ${edit}</p>`);
		this.root.find("[data-go]").each((_at, item) => item.classList.toggle("here", item.dataset.go === page.name));
		if (!this.is_wide()) this.root.find(".manual-contents").prop("open", false);
		frappe.utils.scroll_to(0, false);
	}

	async find(text) {
		text = text.trim();
		if (!text) {
			this.shown = null;
			return this.show();
		}
		const hits = await frappe.xcall(`${API}.find`, { text }, "GET");
		// whoever types fast is shown what they typed last
		if (this.root.find(".manual-search").val().trim() !== text) return;
		this.shown = null;
		this.root.find(".manual-neighbours").empty();
		this.text.html(`<h1>${__("Search: {0}", [escape(text)])}</h1>${hits.map(hit).join("") || nothing()}`);
	}
}

const chapter = ({ title, pages }) => `<h4>${escape(title)}</h4>${pages.map(entry).join("")}`;

const entry = ({ name, title }) => `<button type="button" class="btn-reset manual-entry" data-go="${escape(name)}">${escape(title)}</button>`;

const neighbour = (page, left, right) =>
	page ? `<button type="button" class="btn btn-default btn-sm" data-go="${escape(page.name)}">${left} ${escape(page.title)} ${right}</button>` : "";

const hit = ({ name, title, section, excerpt }) => `
	<button type="button" class="btn-reset manual-hit" data-go="${escape(name)}">
		<small>${escape(section)}</small><strong>${escape(title)}</strong><span>${escape(excerpt)}</span>
	</button>`;

const nothing = () => `<p class="text-muted">${__("Nothing was found. Try another word, or fewer.")}</p>`;

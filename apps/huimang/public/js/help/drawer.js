// Help beside whatever stands on the screen: the page of the manual about this form, list, report or page, in a drawer on the right, so
// that nobody leaves what they were writing. By the "?" above, or by F1.

import { fill, listen } from "./text";

const API = "huimang.help.api";
const KINDS = { Form: "DocType", List: "DocType", Tree: "DocType", "query-report": "Report", Workspaces: "Workspace" };

/** What the help is asked about: of a form and a list the kind of documents, else the report, the workspace or the page. */
function subject() {
	const [view, name] = frappe.get_route() || [];
	if (KINDS[view] && name) return { kind: KINDS[view], name };
	return { kind: "Page", name: view || "" };
}

class Drawer {
	constructor() {
		this.root = $(`
			<aside class="help-drawer" role="complementary" aria-label="${__("Help")}" hidden>
				<header>
					<strong>${__("Help")}</strong>
					<a class="help-whole" href="/app/manual">${__("Whole Manual")}</a>
					<button type="button" class="btn btn-sm help-close" aria-label="${__("Close")}">✕</button>
				</header>
				<div class="help-text manual-text" tabindex="0"></div>
			</aside>`).appendTo(document.body);
		this.text = this.root.find(".help-text");
		this.root.on("click", ".help-close", () => this.close());
		this.root.on("keydown", (event) => event.key === "Escape" && this.close());
		listen(this.text, (name) => this.open(name));
	}

	/** Show what there is about the screen in view, or close where that is shown already. */
	async toggle() {
		if (!this.root.prop("hidden")) return this.close();
		const page = await frappe.xcall(`${API}.page_about`, subject(), "GET");
		if (page) this.show(page);
		else frappe.set_route("manual");
	}

	async open(name) {
		this.show(await frappe.xcall(`${API}.page`, { name }, "GET"));
	}

	show(page) {
		fill(this.text, page);
		this.root.find(".help-whole").attr("href", `/app/manual/${page.name}`);
		this.root.prop("hidden", false);
		document.body.classList.add("help-open");
		this.text.trigger("focus");
	}

	close() {
		this.root.prop("hidden", true);
		document.body.classList.remove("help-open");
		this.text.find("video").each((_at, film) => film.pause());
	}
}

let drawer;
const toggle = () => (drawer ??= new Drawer()).toggle();

$(document).on("startup", () => {
	if (frappe.session.user === "Guest") return;
	$(`<li class="nav-item help-item">
		<button type="button" class="btn-reset nav-link help-button" title="${__("Help on This Page (F1)")}" aria-label="${__("Help on This Page (F1)")}">?</button>
	</li>`).prependTo(".navbar .navbar-nav:last");
	$(`<a class="dropdown-item" href="/app/manual">${__("User Manual")}</a>`).prependTo(".dropdown-help .dropdown-menu");
	$(document).on("click", ".help-button", toggle);
	frappe.ui.keys.add_shortcut({
		shortcut: "f1",
		action: toggle,
		description: __("Help on This Page"),
		ignore_inputs: true,
	});
	frappe.router.on("change", () => frappe.get_route()?.[0] === "manual" && drawer?.close());
});

// Support in the rest of the Desk: its place in the menus, and the notices above the homes.

import { note_page } from "./ask";
import { escape, get } from "./common";

const AWAY = "huimang_notices_away";
const LOOKS_AGAIN_AFTER = 30 * 60_000;
let asked_at = 0;
let notices = [];

$(document).on("startup", () => {
	if (frappe.session.user === "Guest") return;
	const items = `<a class="dropdown-item" href="/app/support-center">${__("FAQ and Notices")}</a>
		<a class="dropdown-item" href="/app/support-center/ask">${__("Ask a Question")}</a>`;
	$(".dropdown-help .dropdown-menu").prepend(items);
	// on a phone there is no help menu
	$(`<a class="dropdown-item support-of-phone" href="/app/support-center">${__("Support")}</a>`).prependTo("#toolbar-user");
	frappe.router.on("change", () => {
		const route = frappe.get_route();
		if (route[0] !== "support-center") note_page(route.map((part) => __(part)).join(" › "));
		if (route[0] === "Workspaces") show();
	});
});

const away = () => JSON.parse(localStorage.getItem(AWAY) || "[]");

async function show() {
	if (Date.now() - asked_at > LOOKS_AGAIN_AFTER) {
		asked_at = Date.now();
		notices = await get("banners");
	}
	const $home = $("#page-Workspaces .layout-main-section-wrapper");
	$home.find(".support-banners").remove();
	const shown = notices.filter((notice) => !away().includes(notice.name));
	if (!shown.length) return;
	const $banners = $(`<div class="support-banners">${shown.map(banner).join("")}</div>`).prependTo($home);
	$banners.on("click", "[data-away]", (event) => {
		const name = event.currentTarget.dataset.away;
		localStorage.setItem(AWAY, JSON.stringify([...away(), name].slice(-50)));
		$(event.currentTarget).parent().remove();
	});
}

const banner = (notice) => `<div class="support-banner ${notice.kind === "Urgent" ? "urgent" : ""}">
	<a href="/app/support-center/notices/${escape(notice.name)}"><b>${escape(__(notice.kind))}</b> ${escape(notice.title)}</a>
	<button type="button" class="btn-reset" data-away="${escape(notice.name)}" aria-label="${__("Put Away")}" title="${__("Put Away")}">✕</button></div>`;

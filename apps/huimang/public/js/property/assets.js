// The card of an asset: what its class suggests, its value year by year, its history, and what can happen to it.

import { choose_event, record_now } from "./events";
import { offer_takeover } from "./handover";

const API = "huimang.property.api";
const OF_CLASS = ["item_code", "useful_life_years", "service_life_years", "method", "is_depreciable"];
const GONE = ["Sold", "Scrapped", "Lost", "Handed Over"];
const KEEPING = ["place", "department", "keeper", "used_by"];

frappe.ui.form.on("Facility Asset", {
	setup(frm) {
		const own = () => ({ filters: { facility: frm.doc.facility || "", is_active: 1 } });
		frm.set_query("place", own);
		frm.set_query("fund_source", own);
		frm.set_query("asset_class", () => ({ filters: { is_active: 1 } }));
		frm.set_query("account_subject", () => ({ filters: { facility: frm.doc.facility || "" } }));
	},
	onload(frm) {
		if (frm.is_new() && !frm.doc.in_service_on) frm.set_value("in_service_on", frm.doc.acquired_on);
	},
	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		for (const field of KEEPING) frm.set_df_property(field, "read_only", frm.is_new() ? 0 : 1);
		if (frm.is_new()) return;
		if (GONE.includes(frm.doc.status)) frm.set_intro(__("This asset is no longer there. Its card is kept."), "orange");
		else if (frappe.model.can_create("Asset Event")) offer_events(frm);
		show_values(frm);
		show_history(frm);
	},
	asset_class: suggest,
	acquired_on(frm) {
		if (frm.is_new()) frm.set_value("in_service_on", frm.doc.acquired_on);
	},
	quantity: reckon,
	unit_price: reckon,
});

frappe.listview_settings["Facility Asset"] = {
	add_fields: ["status", "facility", "asset_name"],
	hide_name_column: true,
	hide_name_filter: true,
	get_indicator: (doc) => [__(doc.status), color_of(doc.status), `status,=,${doc.status}`],
	onload(list) {
		list.page.add_actions_menu_item(__("Print Labels"), () => huimang.property.print_labels(list.get_checked_items(true)));
		if (frappe.model.can_create("Facility Asset")) offer_takeover(list);
		if (!frappe.model.can_create("Asset Event")) return;
		list.page.add_actions_menu_item(__("Relocation"), () => record_now("Relocation", list.get_checked_items(), () => list.refresh()));
		list.page.add_actions_menu_item(__("Other Event"), () => choose_event(list.get_checked_items()));
		list.page.add_inner_button(__("Not Registered Yet"), show_unregistered);
		list.page.add_inner_button(__("Upload a Register"), () => upload(list));
	},
};

function color_of(status) {
	if (status === "In Use") return "green";
	return GONE.includes(status) ? "gray" : status === "Condemned" ? "red" : "orange";
}

async function suggest(frm) {
	const { facility, asset_class } = frm.doc;
	if (!facility || !asset_class) return;
	const values = await frappe.xcall(`${API}.suggestions`, { facility, asset_class }, "GET");
	await frm.set_value("asset_group", values.asset_group);
	if (frm.is_new()) for (const field of OF_CLASS) await frm.set_value(field, values[field]);
}

function reckon(frm) {
	const { quantity, unit_price } = frm.doc;
	if (quantity && unit_price) frm.set_value("cost", quantity * unit_price);
}

function offer_events(frm) {
	const card = { name: frm.docname, facility: frm.doc.facility, asset_name: frm.doc.asset_name, status: frm.doc.status };
	const again = () => frm.reload_doc();
	frm.add_custom_button(__("Relocation"), () => record_now("Relocation", [card], again));
	if (["Stored", "Under Repair", "Lent"].includes(frm.doc.status)) {
		frm.add_custom_button(__("Back in Use"), () => record_now("Back in Use", [card], again));
	}
	frm.add_custom_button(__("Other Event"), () => choose_event([card]));
}

async function show_values(frm) {
	const place = frm.get_field("value_view").$wrapper.empty();
	const value = await frappe.xcall(`${API}.value_by_year`, { name: frm.docname }, "GET");
	const won = (amount) => format_won(amount);
	const rows = value.years.map(
		(year) => `<tr title="${frappe.utils.escape_html(year.article)}"><td>${year.fiscal_year}</td><td>${year.months}</td>
			<td class="text-right">${won(year.opening)}</td><td class="text-right">${won(year.spent)}</td>
			<td class="text-right">${won(year.depreciation)}</td><td class="text-right">${won(year.closing)}</td>
			<td class="text-muted small">${frappe.utils.escape_html(year.formula)}</td></tr>`
	);
	const heads = [__("Year"), __("Months"), __("At the Beginning"), __("Improved"), __("Depreciated"), __("At the End"), __("Formula")];
	place.html(`<p><b>${__("Book Value")} ${won(value.book_value)}${__("won")}</b>
		<span class="text-muted">${value.on} · ${__("Acquisition Cost")} ${won(value.cost)} · ${__("Accumulated")} ${won(value.accumulated)}</span></p>
		${rows.length ? table(heads, rows) : `<p class="text-muted">${__("This asset is not depreciated.")}</p>`}`);
}

async function show_history(frm) {
	const place = frm.get_field("history_view").$wrapper.empty();
	const events = await frappe.xcall(`${API}.history`, { name: frm.docname }, "GET");
	if (!events.length) {
		place.html(`<p class="text-muted">${__("Nothing has happened to it so far.")}</p>`);
		return;
	}
	const text = (value) => frappe.utils.escape_html(value ? String(value) : "");
	const rows = events.map(
		(event) => `<tr><td>${text(event.event_date)}</td>
			<td><a href="/app/asset-event/${encodeURIComponent(event.name)}">${text(event.kind)}</a> ${text(event.event_no)}</td>
			<td>${text(event.reason)}</td><td>${text(event.to || event.other_party)}</td>
			<td class="text-right">${event.quantity}</td><td class="text-right">${event.amount ? format_won(event.amount) : ""}</td>
			<td>${text(event.state)}</td></tr>`
	);
	place.html(table([__("Date"), __("Kind of Event"), __("Reason"), __("Where It Goes"), __("Quantity"), __("Amount"), __("Status")], rows));
}

function table(heads, rows) {
	const head = heads.map((label) => `<th>${label}</th>`).join("");
	return `<div class="table-responsive"><table class="table table-sm table-bordered"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function format_won(amount) {
	return `${amount < 0 ? "△" : ""}${Math.abs(amount).toLocaleString("ko-KR")}`;
}

/** What was bought on the subjects for assets and is in no register. */
async function show_unregistered() {
	const lines = await frappe.xcall(`${API}.unregistered`, {}, "GET");
	if (!lines.length) {
		frappe.msgprint(__("Everything that was bought on the subjects for assets is in the register."));
		return;
	}
	const rows = lines.map(
		(line) => `<tr><td>${line.approval_date}</td>
			<td><a href="/app/expense-resolution/${encodeURIComponent(line.name)}">${frappe.utils.escape_html(line.description || line.purpose)}</a></td>
			<td class="text-right">${format_won(line.rest)}</td></tr>`
	);
	frappe.msgprint({ title: __("Not Registered Yet"), message: table([__("Date"), __("Purpose"), __("Amount")], rows), wide: true });
}

/** The register that a facility has kept so far. */
function upload(list) {
	huimang.upload({ kind: "assets", title: __("Upload a Register"), done: () => list.refresh() });
}

// Card Transaction: which resolution a use belongs to, or the draft of a new one; the list takes files and drafts many at once.

import { own } from "../resolutions/common";
import { won } from "../resolutions/kinds";

const API = "huimang.card.api";
const COLOURS = {
	...{ Unmatched: "orange", Linked: "blue", Evidenced: "green", Settled: "gray" },
	...{ Waiting: "yellow", Cancelled: "red", Excluded: "gray" },
};
// what a card company calls an approval is no approval of a document
const KINDS = [
	{ value: "Approval", label: "Approved Use" },
	{ value: "Cancellation", label: "Cancellation" },
];
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

frappe.ui.form.on("Card Transaction", {
	setup(frm) {
		const { df } = frm.fields_dict.kind;
		df.options = KINDS;
		df.formatter = (value) => __(KINDS.find((kind) => kind.value === value)?.label || "");
		frm.set_query("corporate_card", own(frm));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.facility) frm.set_value("facility", frappe.defaults.get_user_default("Facility"));
	},

	async refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		frm.toggle_display("card_number", !frm.is_new());
		frm.fields_dict.suggestions.$wrapper.empty();
		if (frm.is_new()) return;
		if (frm.doc.attention) frm.dashboard.set_headline(`<span class="text-warning">${escape(frm.doc.attention)}</span>`);
		const free = frm.doc.status === "Unmatched" && frm.doc.corporate_card;
		if (!frappe.model.can_create("Card Transaction")) return;
		if (frm.doc.excluded_reason) frm.add_custom_button(__("A Resolution Is Needed After All"), () => exclude(frm, ""));
		if (["Linked", "Evidenced"].includes(frm.doc.status)) add_unlink(frm);
		if (!free) return;
		frm.proposal = await frappe.xcall(`${API}.proposal`, { name: frm.docname }, "GET");
		show_suggestions(frm);
		frm.add_custom_button(__("No Resolution Is Needed"), () => ask_reason(frm));
		frm.page.set_primary_action(__("Draft a Resolution"), () => draft([frm.docname], frm.doc.facility, frm.proposal.place));
	},
});

function show_suggestions(frm) {
	const place = frm.fields_dict.suggestions.$wrapper;
	const { resolutions } = frm.proposal;
	if (!resolutions.length) {
		place.html(`<p class="text-muted">${__("No resolution by card of this amount is found within three days.")}</p>`);
		return;
	}
	const list = $(`<div><p class="text-muted">${__("Resolutions of the same amount")}</p></div>`).appendTo(place);
	for (const row of resolutions) {
		const mark = row.same_shop ? `<span class="indicator-pill green">${__("Same shop")}</span>` : "";
		$(`<p><button class="btn btn-default btn-xs">${__("Link")}</button> ${escape(row.resolution_no || __("No number yet"))}
			· ${escape(row.purpose)} · ${frappe.datetime.str_to_user(row.day)} ${mark}</p>`)
			.appendTo(list)
			.find("button")
			.on("click", async () => {
				await frappe.xcall(`${API}.link`, { name: frm.docname, resolution: row.name });
				frm.reload_doc();
			});
	}
}

function add_unlink(frm) {
	frm.add_custom_button(__("Take Out of the Resolution"), async () => {
		await frappe.xcall(`${API}.unlink`, { name: frm.docname });
		frm.reload_doc();
	});
}

function ask_reason(frm) {
	const field = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
	frappe.prompt(field, ({ reason }) => exclude(frm, reason), __("No Resolution Is Needed"), __("Save"));
}

async function exclude(frm, reason) {
	await frappe.xcall(`${API}.exclude`, { name: frm.docname, reason });
	frm.reload_doc();
}

/** Ask on which line of the budget uses are booked, with what is likely filled in, and open the draft. */
function draft(names, facility, place = {}) {
	const within = (more) => () => ({ filters: { facility, is_active: 1, ...more } });
	const subjects = (side) => within({ side, level: ["in", ["Mok", "Semok"]] });
	const link = (fieldname, label, options, get_query, reqd = 1) => ({
		...{ fieldname, fieldtype: "Link", label, options, get_query, reqd, default: place[fieldname] },
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Draft a Resolution"),
		fields: [
			link("account_subject", __("Account Subject"), "Account Subject", subjects("Expense")),
			link("program", __("Program"), "Welfare Program", within()),
			link("fund_source", __("Fund Source"), "Fund Source", within()),
			link("counter_subject", __("Counter Subject"), "Account Subject", subjects("Revenue"), 0),
			link("subsidy_grant", __("Subsidy Grant"), "Subsidy Grant", () => ({ filters: { facility, docstatus: 1 } }), 0),
		],
		primary_action_label: __("Write the Draft"),
		async primary_action(chosen) {
			const name = await frappe.xcall(`${API}.draft`, { names, chosen });
			dialog.hide();
			frappe.set_route("Form", "Expense Resolution", name);
		},
	});
	dialog.show();
}

frappe.listview_settings["Card Transaction"] = {
	add_fields: ["status", "facility", "corporate_card", "kind", "attention"],
	hide_name_column: true,
	hide_name_filter: true,
	get_indicator: ({ status }) => [__(status), COLOURS[status] || "gray", `status,=,${status}`],
	onload(list) {
		list.page.add_inner_button(__("My Receipts"), () => frappe.set_route("card-receipts"));
		if (!frappe.model.can_create("Card Transaction")) return;
		list.page.add_inner_button(__("Upload a List of Uses"), () => upload(list));
		list.page.add_inner_button(__("Link to Resolutions"), () => link_all(list));
		list.page.add_actions_menu_item(__("Draft One Resolution"), () => draft_one(list), false);
		list.page.add_actions_menu_item(__("Draft a Resolution for Each"), () => draft_each(list), false);
	},
};

function upload(list) {
	huimang.upload({
		kind: "card_uses",
		title: __("Upload a List of Uses"),
		help: __("Choose the list as the card company hands it out: Excel, CSV or a ZIP file. What is there already is passed over."),
		template: false,
		accept: ".xlsx,.csv,.zip",
		fields: [
			{
				...{ fieldname: "corporate_card", fieldtype: "Link", options: "Corporate Card", label: __("Card") },
				description: __("Only for lists that do not name the card."),
			},
			{
				...{ fieldname: "card_file_format", fieldtype: "Link", options: "Card File Format", label: __("Format") },
				description: __("Left empty, the format is recognised by the headings."),
			},
		],
		done: () => list.refresh(),
	});
}

function link_all(list) {
	frappe.prompt(
		{
			...{ fieldname: "facility", fieldtype: "Link", options: "Facility", label: __("Facility"), reqd: 1 },
			default: frappe.defaults.get_user_default("Facility"),
			description: __("Links every use for which one resolution alone has its shop and its amount."),
		},
		async ({ facility }) => {
			const { linked, open } = await frappe.xcall(`${API}.link_all`, { facility });
			frappe.msgprint(__("{0} uses were linked; {1} are still open.", [linked, open]));
			list.refresh();
		},
		__("Link to Resolutions"),
		__("Link")
	);
}

async function draft_one(list) {
	const checked = list.get_checked_items();
	const total = checked.reduce((sum, row) => sum + flt(row.amount), 0);
	if (new Set(checked.map((row) => row.corporate_card)).size > 1) {
		frappe.msgprint(__("Please choose uses of one registered card."));
		return;
	}
	const { place } = await frappe.xcall(`${API}.proposal`, { name: checked[0].name }, "GET");
	draft(checked.map((row) => row.name), checked[0].facility, place);
	frappe.show_alert(__("{0} uses, {1} won", [checked.length, won(total)]));
}

async function draft_each(list) {
	const names = list.get_checked_items(true);
	const { made, left } = await frappe.xcall(`${API}.draft_each`, { names });
	const reasons = left.map((row) => `<li>${escape(row.title)}: ${escape(row.reason)}</li>`).join("");
	frappe.msgprint(`<p>${__("{0} drafts were written.", [made.length])}</p><ul>${reasons}</ul>`);
	list.refresh();
}

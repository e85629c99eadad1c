// Card Connection: what the other side needs to know in order to send uses of cards; Card Message: once more.

import { won } from "../resolutions/kinds";

const API = "huimang.card.api";
const KINDS = { Approval: "Approved Use", Cancellation: "Cancellation" };
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

frappe.ui.form.on("Card Connection", {
	onload(frm) {
		frm.fields_dict.card_company.df.ignore_validation = 1;
		if (frm.is_new() && !frm.doc.facility) frm.set_value("facility", frappe.defaults.get_user_default("Facility"));
	},

	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		frm.fields_dict.guide.$wrapper.html(guide(frm.doc));
		if (frm.is_new() || !frm.perm[0]?.write) return;
		frm.add_custom_button(__("Show the Secret"), () => show(frm, "show_secret"));
		frm.add_custom_button(__("New Secret"), () =>
			frappe.confirm(__("The old secret signs nothing any more. Make a new one?"), () => show(frm, "renew_secret"))
		);
	},
});

async function show(frm, method) {
	const secret = await frappe.xcall(`${API}.${method}`, { name: frm.docname });
	frappe.msgprint({
		title: __("Secret"),
		message: `<p><code>${escape(secret)}</code></p><p class="text-muted">${__("Give it to the sender by a safe way. That it was read is logged.")}</p>`,
	});
	frm.reload_doc();
}

function guide(doc) {
	const address = `${window.location.origin}/api/method/${API}.receive`;
	const rows = [
		[__("Address"), `POST ${address}`],
		["Content-Type", "application/json"],
		["X-Huimang-Key", doc.connection_key || __("given when it is saved")],
		["X-Huimang-Timestamp", __("seconds since 1970, now")],
		["X-Huimang-Nonce", __("another text of 8 to 80 characters each time")],
		["X-Huimang-Signature", "HMAC-SHA256(secret, timestamp + \\n + nonce + \\n + body), hex"],
		[__("Content"), '{"transactions": [{"card_no", "approved_at", "approval_no", "amount", "kind", "merchant_name", …}]}'],
		[__("Answer"), __("202: accepted; 401, 409, 413, 422: refused, with the reason")],
	];
	const cells = rows.map(([name, value]) => `<tr><th class="text-nowrap">${escape(name)}</th><td><code>${escape(value)}</code></td></tr>`);
	return `<table class="table table-sm">${cells.join("")}</table>`;
}

frappe.listview_settings["Card Connection"] = { hide_name_column: true };

frappe.listview_settings["Card Message"] = {
	hide_name_column: true,
	get_indicator: ({ status }) => [
		__(status),
		{ Done: "green", Failed: "red" }[status] || "orange",
		`status,=,${status}`,
	],
};

frappe.ui.form.on("Card Message", {
	refresh(frm) {
		const { status, body, error } = frm.doc;
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		frm.toggle_display("error", error);
		frm.toggle_display("next_attempt", status === "Received");
		frm.fields_dict.uses.$wrapper.html(body ? told(JSON.parse(body)) : "");
		if (status === "Done" && !body) {
			frm.set_intro(__("The content was deleted after the days for which its connection keeps messages."));
		}
		frm.add_custom_button(__("Recorded Uses"), () =>
			frappe.set_route("List", "Card Transaction", { card_message: frm.docname })
		);
		if (status !== "Failed" || !frappe.model.can_create("Card Transaction")) return;
		frm.add_custom_button(__("Try Again"), async () => {
			await frappe.xcall(`${API}.retry_message`, { name: frm.docname });
			frm.reload_doc();
		});
	},
});

/** What was sent, as somebody reads it who does not know how it is written. */
function told(uses) {
	const head = ["Approved At", "Card Number", "Approval No.", "Kind", "Merchant", "Amount"];
	const rows = uses.map((use) => {
		const at = frappe.datetime.str_to_user(use.approved_at);
		const cells = [at, use.card_number, use.approval_no, __(KINDS[use.kind]), use.merchant_name].map((cell) => `<td>${escape(cell)}</td>`);
		return `<tr>${cells.join("")}<td class="text-right">${won(use.amount)}</td></tr>`;
	});
	const names = head.map((name) => `<th${name === "Amount" ? ' class="text-right"' : ""}>${__(name)}</th>`);
	return `<div class="table-responsive"><table class="table table-sm">
		<thead><tr>${names.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

// Card Connection: what the other side needs to know in order to send uses of cards; Card Message: once more.

const API = "huimang.card.api";
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

frappe.ui.form.on("Card Message", {
	refresh(frm) {
		if (frm.doc.status === "Done" && !frm.doc.body) {
			frm.set_intro(__("The content was deleted after the days for which its connection keeps messages."));
		}
		if (frm.doc.status !== "Failed" || !frappe.model.can_create("Card Transaction")) return;
		frm.add_custom_button(__("Try Again"), async () => {
			await frappe.xcall(`${API}.retry_message`, { name: frm.docname });
			frm.reload_doc();
		});
	},
});

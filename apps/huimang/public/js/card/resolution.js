// The uses of cards that an expense resolution pays for, on its form.

import { won } from "../resolutions/kinds";

const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

frappe.ui.form.on("Expense Resolution", {
	async refresh(frm) {
		const place = frm.fields_dict.card_panel?.$wrapper;
		if (!place) return;
		place.empty();
		if (frm.is_new() || !frm.doc.card_uses) return;
		const uses = await frappe.xcall("huimang.card.api.uses", { resolution: frm.docname }, "GET");
		const rows = uses.map(
			(use) => `<tr><td>${frappe.datetime.str_to_user(use.approved_at)}</td>
				<td><a href="${frappe.utils.get_form_link("Card Transaction", use.name)}">${escape(use.merchant_name || use.approval_no)}</a></td>
				<td>${escape(use.card_title)}</td><td>${escape(use.approval_no)}</td><td>${photo(use.receipt)}</td>
				<td class="text-right">${won(use.net_amount)}</td></tr>`
		);
		place.html(`<table class="table table-sm">
			<thead><tr><th>${__("Approved At")}</th><th>${__("Merchant")}</th><th>${__("Card")}</th><th>${__("Approval No.")}</th>
				<th>${__("Receipt Photo")}</th><th class="text-right">${__("Amount")}</th></tr></thead>
			<tbody>${rows.join("")}</tbody></table>`);
	},
});

function photo(url) {
	if (!url) return `<span class="text-muted">${__("None yet")}</span>`;
	return `<a href="${encodeURI(url)}" target="_blank">${__("Open")}</a>`;
}

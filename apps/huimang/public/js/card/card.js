// Corporate Card: choices within the facility, the whole number for a logged purpose, and the bills of the card company.

import { own } from "../resolutions/common";
import { won } from "../resolutions/kinds";

const API = "huimang.card.api";
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

frappe.ui.form.on("Corporate Card", {
	setup(frm) {
		const subjects = (side) => own(frm, () => ({ side, level: ["in", ["Mok", "Semok"]] }));
		frm.fields_dict.card_company.df.ignore_validation = 1;
		frm.set_query("bank_account", own(frm, () => ({ purpose: ["not in", ["Cash", "Withholding"]] })));
		frm.set_query("default_subject", subjects("Expense"));
		frm.set_query("default_counter_subject", subjects("Revenue"));
		frm.set_query("default_program", own(frm));
		frm.set_query("default_fund_source", own(frm));
		frm.set_query("subsidy_grant", () => ({ filters: { facility: frm.doc.facility || "", docstatus: 1 } }));
		frm.set_query("account_subject", "subjects", subjects("Expense"));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.facility) frm.set_value("facility", frappe.defaults.get_user_default("Facility"));
	},

	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		if (frm.is_new()) return;
		frm.add_custom_button(__("Uses of the Card"), () =>
			frappe.set_route("List", "Card Transaction", { corporate_card: frm.docname })
		);
		if (!frm.perm[0]?.write) return;
		frm.add_custom_button(__("Bills"), () => show_bills(frm));
		frm.add_custom_button(__("Show the Card Number"), () =>
			huimang.reveal_number({
				title: __("Show the Card Number"),
				label: __("Card Number"),
				description: __("Who reads a card number, when and what for, is logged."),
				method: `${API}.reveal_card_number`,
				args: { name: frm.docname },
				below: frm.doc.card_company,
			})
		);
	},
});

/** The bills that are not paid in full, and below the resolutions of the one that is chosen. */
async function show_bills(frm) {
	const bills = await frappe.xcall(`${API}.bills`, { card: frm.docname }, "GET");
	if (!bills.length) return frappe.msgprint(__("Nothing is left to pay for this card."));
	const day = ({ billing_date, total, uses }) => ({
		value: billing_date,
		label: __("{0}: {1} won, {2} uses", [frappe.datetime.str_to_user(billing_date), won(total), uses]),
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Bills of {0}", [frm.doc.card_title]),
		size: "large",
		fields: [
			{ fieldname: "bill", fieldtype: "Select", label: __("Billing Date"), options: bills.map(day), default: bills[0].billing_date, onchange: show },
			{ fieldname: "on", fieldtype: "Date", label: __("Paid On"), default: frappe.datetime.get_today(), reqd: 1 },
			{ fieldname: "content", fieldtype: "HTML" },
		],
		primary_action_label: __("Pay the Approved Resolutions"),
		async primary_action({ bill, on }) {
			const paid = await frappe.xcall(`${API}.pay_bill`, { card: frm.docname, billing_date: bill, on });
			dialog.hide();
			frappe.show_alert({ message: __("{0} resolutions were paid.", [paid.length]), indicator: "green" });
		},
	});
	async function show() {
		const args = { card: frm.docname, billing_date: dialog.get_value("bill") };
		const bill = await frappe.xcall(`${API}.bill`, args, "GET");
		dialog.fields_dict.content.$wrapper.html(bill_html(bill));
		dialog.get_primary_btn().prop("disabled", !bill.payable);
	}
	dialog.show();
	await show();
}

function bill_html({ total, payable, unmatched, unmatched_uses, resolutions }) {
	const rows = resolutions.map(
		(row) => `<tr><td><a href="${frappe.utils.get_form_link("Expense Resolution", row.name)}">${escape(row.purpose)}</a></td>
			<td>${escape(row.resolution_no || "")}</td><td>${__(row.stage)}</td><td class="text-right">${won(row.amount)}</td></tr>`
	);
	const left = unmatched_uses
		? `<p><span class="indicator-pill orange">${__("{0} uses of {1} won are in no resolution yet.", [unmatched_uses, won(unmatched)])}</span></p>`
		: "";
	return `${left}<table class="table table-sm">
		<thead><tr><th>${__("Cause and Use")}</th><th>${__("Resolution No.")}</th><th>${__("Stage")}</th><th class="text-right">${__("Amount")}</th></tr></thead>
		<tbody>${rows.join("")}</tbody>
		<tfoot><tr><th colspan="3">${__("Total")}</th><th class="text-right">${won(total)}</th></tr>
			<tr><td colspan="3">${__("Approved and to be paid now")}</td><td class="text-right">${won(payable)}</td></tr></tfoot></table>`;
}

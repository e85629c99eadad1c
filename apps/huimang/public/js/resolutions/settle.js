// 출납: the day and the account of a payment or receipt.

import { own, unit } from "./common";
import { API, kind_of, won } from "./kinds";

/** Whether a document is settled by paying or receiving money. */
huimang.approval.moves_money = (frm) => Boolean(kind_of(frm)?.day);

/** Ask for the day and the account of a payment or receipt, and post it. */
huimang.approval.settle = (frm) => {
	const kind = kind_of(frm);
	const account = {
		fieldname: "bank_account",
		fieldtype: "Link",
		options: "Facility Bank Account",
		label: __("Bank Account"),
		default: frm.doc.bank_account,
		reqd: 1,
		get_query: own(frm, unit(frm)),
	};
	const dialog = new frappe.ui.Dialog({
		title: kind.task,
		fields: [
			{ fieldtype: "HTML", options: huimang.approval.summary(frm) },
			{
				fieldname: "on",
				fieldtype: "Date",
				label: frappe.meta.get_label(frm.doctype, kind.day),
				default: frappe.datetime.get_today(),
				reqd: 1,
			},
			...(frm.fields_dict.bank_account ? [account] : []),
		],
		primary_action_label: kind.task,
		async primary_action(values) {
			await huimang.approval.carry_out(frm, `${API}.settle`, values);
			dialog.hide();
		},
	});
	dialog.show();
};

/** What a decision is about, in two lines. */
huimang.approval.summary = (frm) => {
	const { purpose, title } = frm.doc;
	const total = frm.doc.total_amount || frm.doc.amount;
	const amount = total ? `<strong>${won(total)}</strong>${__("won")}` : "";
	return `<p>${frappe.utils.escape_html(purpose || title || "")}<br>${amount}</p>`;
};

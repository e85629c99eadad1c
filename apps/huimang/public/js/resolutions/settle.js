// 출납: the day and the account of a payment or receipt.

import { API, kind_of, won } from "./kinds";

/** Ask for the day and the account of a payment or receipt, and post it. */
huimang.approval.settle = (frm) => {
	const kind = kind_of(frm);
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
			{
				fieldname: "bank_account",
				fieldtype: "Link",
				options: "Facility Bank Account",
				label: __("Bank Account"),
				default: frm.doc.bank_account,
				reqd: 1,
				get_query: () => ({
					filters: { facility: frm.doc.facility, accounting_unit: frm.doc.accounting_unit, is_active: 1 },
				}),
			},
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
	const { purpose, total_amount, title } = frm.doc;
	const amount = total_amount ? `<strong>${won(total_amount)}</strong>${__("won")}` : "";
	return `<p>${frappe.utils.escape_html(purpose || title || "")}<br>${amount}</p>`;
};

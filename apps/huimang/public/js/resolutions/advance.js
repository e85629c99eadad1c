// 선금 and 개산급: account is given of them after they were used.

import { API, won } from "./kinds";

/** A button on what was paid in advance or by estimate, until account is given of it. */
export function offer_account(frm) {
	const { payment_basis, stage, accounted_on } = frm.doc;
	const early = ["Advance", "Estimate"].includes(payment_basis);
	if (!early || stage !== "Settled" || accounted_on || !frappe.model.can_create(frm.doctype)) return;
	frm.add_custom_button(__("Give Account"), () => give_account(frm));
}

function give_account(frm) {
	const field = {
		fieldname: "used",
		fieldtype: "Currency",
		label: __("Amount Used"),
		default: frm.doc.total_amount,
		reqd: 1,
		description: __("{0} won was paid. What was not used has to come back by an expense refund first.", [
			won(frm.doc.total_amount),
		]),
	};
	const carry_out = async ({ used }) => {
		await frappe.xcall(`${API}.give_account`, { name: frm.docname, used });
		await frm.reload_doc();
	};
	frappe.prompt(field, carry_out, __("Give Account"), __("Give Account"));
}

// 품의: what its form has besides that of a resolution, and the resolutions that are written of it.

import { API } from "./kinds";

frappe.ui.form.on("Expense Request", {
	refresh(frm) {
		if (frm.doc.stage !== "Approved" || frm.doc.finished_on || !(frm.doc.remaining_amount > 0)) return;
		if (frappe.model.can_create("Expense Resolution")) {
			frm.page.add_inner_button(__("Write Expense Resolution"), () => resolve(frm), null, "primary");
		}
		if (frappe.model.can_create("Expense Request")) {
			frm.add_custom_button(__("Finish the Request"), () => finish(frm));
		}
	},
	items_remove: add_up,
});

frappe.ui.form.on("Expense Request Item", { quantity: reckon, unit_price: reckon });

async function reckon(frm, cdt, cdn) {
	const { quantity, unit_price } = locals[cdt][cdn];
	await frappe.model.set_value(cdt, cdn, "amount", Math.floor((quantity || 0) * (unit_price || 0)));
	add_up(frm);
}

/** While there is one line, it is for all of the items. */
function add_up(frm) {
	const total = (frm.doc.items || []).reduce((sum, item) => sum + (item.amount || 0), 0);
	const [line, second] = frm.doc.lines || [];
	if (line && !second) frappe.model.set_value(line.doctype, line.name, "amount", total);
}

function resolve(frm) {
	frappe.model.open_mapped_doc({ method: `${API}.resolution_of_request`, frm });
}

function finish(frm) {
	const field = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason"),
		reqd: 1,
		description: __("The budget that is still reserved becomes free again."),
	};
	const carry_out = async ({ reason }) => {
		await frappe.xcall(`${API}.finish_request`, { name: frm.docname, reason });
		await frm.reload_doc();
	};
	frappe.prompt(field, carry_out, __("Finish the Request"), __("Finish"));
}

/** A resolution may be of a request that has something left. */
export function choose_request(frm) {
	if (!frm.fields_dict.expense_request) return;
	frm.set_query("expense_request", () => ({
		filters: { facility: frm.doc.facility || "", stage: "Approved", remaining_amount: [">", 0] },
	}));
}

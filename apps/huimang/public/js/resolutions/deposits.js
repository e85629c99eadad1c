// Cash that should be in the bank by now (제25조②) is told above the list of incomes.

import { API, won } from "./kinds";

/** Warn of cash that was received and not deposited by the next day. */
export async function warn_of_cash(list) {
	const facility = frappe.defaults.get_user_default("facility");
	if (!facility) return;
	const late = await frappe.xcall(`${API}.undeposited_cash`, { facility }, "GET");
	if (!late.length) return;
	const escape = frappe.utils.escape_html;
	const rows = late.map((row) =>
		__("{0}: {1} won received on {2} had to be in the bank by {3}", [
			escape(row.account),
			won(row.amount),
			frappe.datetime.str_to_user(row.received_on),
			frappe.datetime.str_to_user(row.due_on),
		])
	);
	list.page.main.prepend(`<div class="alert alert-warning">${rows.join("<br>")}</div>`);
}

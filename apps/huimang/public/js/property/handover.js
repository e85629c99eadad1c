// 관리전환: what another facility of the corporation has handed over comes into our register.

import { keeping_fields } from "./keeping";

const API = "huimang.property.api";

/** Let an event that hands over say to which facility of the corporation. */
export async function offer_sisters(frm) {
	if (frm.doc.kind !== "Handover" || !frm.doc.facility || frm.doc.docstatus) return;
	const sisters = await frappe.xcall(`${API}.sisters`, { facility: frm.doc.facility }, "GET");
	frm.toggle_display("to_facility", sisters.length > 0);
	frm.fields_dict.to_facility.set_data(sisters);
}

/** Tell in the list of assets what waits to be taken over. */
export async function offer_takeover(list) {
	const waiting = await frappe.xcall(`${API}.handed_over`, {}, "GET");
	if (waiting.length) offer(list, waiting);
}

const button_for = (waiting) => __("Take Over ({0})", [waiting.length]);

function offer(list, waiting) {
	list.page.add_inner_button(button_for(waiting), () => take_over(list, waiting), null, "primary");
}

function take_over(list, waiting) {
	const chosen = () => waiting.find((row) => row.name === dialog.get_value("event")) || waiting[0];
	const own = () => ({ filters: { facility: chosen().to_facility, is_active: 1 } });
	const label = (row) => `${row.giver} · ${row.title} (${row.event_no})`;
	const dialog = new frappe.ui.Dialog({
		title: __("Take Over into the Register"),
		fields: [
			{
				fieldname: "event",
				fieldtype: "Select",
				label: __("Handover"),
				reqd: 1,
				options: waiting.map((row) => ({ value: row.name, label: label(row) })),
				default: waiting[0].name,
				onchange: () => tell(dialog, waiting),
			},
			{ fieldname: "told", fieldtype: "HTML" },
			{ fieldtype: "Section Break" },
			...keeping_fields(own),
		],
		primary_action_label: __("Take Over into the Register"),
		primary_action: async ({ event, told, ...values }) => {
			dialog.disable_primary_action();
			try {
				const made = await frappe.xcall(`${API}.take_over`, { facility: chosen().to_facility, event, values });
				dialog.hide();
				frappe.show_alert({ message: __("{0} assets were registered.", [made.length]), indicator: "green" });
				list.page.remove_inner_button(button_for(waiting));
				waiting.splice(waiting.indexOf(chosen()), 1);
				if (waiting.length) offer(list, waiting);
				list.refresh();
			} finally {
				dialog.enable_primary_action();
			}
		},
	});
	dialog.show();
	tell(dialog, waiting);
}

/** Show what would come, each thing with what it is worth. */
function tell(dialog, waiting) {
	const row = waiting.find((each) => each.name === dialog.get_value("event"));
	if (!row) return;
	const escape = frappe.utils.escape_html;
	const won = (amount) => `${amount.toLocaleString("ko-KR")}${__("won")}`;
	const cells = (line) => `<td>${escape(line.name)}</td><td>${escape(line.number)}</td><td class="text-right">${line.quantity}</td><td class="text-right">${won(line.value)}</td>`;
	const head = [__("Name of the Asset"), __("Asset No."), __("Quantity"), __("Book Value")].map((text) => `<th>${text}</th>`).join("");
	const lines = row.lines.map((line) => `<tr>${cells(line)}</tr>`).join("");
	dialog.get_field("told").$wrapper.html(`<table class="table table-sm"><thead><tr>${head}</tr></thead><tbody>${lines}</tbody></table>`);
}

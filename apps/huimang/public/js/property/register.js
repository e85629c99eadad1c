// What a resolution has bought comes into the register: as many cards as there are things.

import { keeping_fields } from "./keeping";

const API = "huimang.property.api";

frappe.ui.form.on("Expense Resolution", {
	refresh(frm) {
		if (!["Approved", "Settled"].includes(frm.doc.stage) || !frappe.model.can_create("Facility Asset")) return;
		frm.add_custom_button(__("Register Assets"), () => choose_line(frm), __("Goods"));
	},
});

async function choose_line(frm) {
	const lines = (await frappe.xcall(`${API}.lines_to_register`, { resolution: frm.docname }, "GET")).filter((line) => line.left > 0);
	if (!lines.length) {
		frappe.msgprint(__("Everything of this resolution is in the register or in stock."));
		return;
	}
	open_dialog(frm, lines);
}

function open_dialog(frm, lines) {
	const { facility } = frm.doc;
	const label = (line) => `${line.description} · ${line.left.toLocaleString("ko-KR")}${__("won")}`;
	const likely = lines.find((line) => line.is_likely) || lines[0];
	const own = () => ({ filters: { facility, is_active: 1 } });
	const dialog = new frappe.ui.Dialog({
		title: __("Register Assets"),
		fields: [
			{
				fieldname: "row",
				fieldtype: "Select",
				label: __("Line of the Resolution"),
				reqd: 1,
				options: lines.map((line) => ({ value: line.source_row, label: label(line) })),
				default: likely.source_row,
				onchange: () => take_line(dialog, lines),
			},
			{ fieldname: "asset_name", fieldtype: "Data", label: __("Name of the Asset"), reqd: 1, default: likely.description },
			{
				fieldname: "asset_class",
				fieldtype: "Link",
				options: "Asset Class",
				label: __("Class"),
				reqd: 1,
				get_query: () => ({ filters: { is_active: 1 } }),
				description: __("The class decides the useful life. Where none fits, choose 기타 비품."),
			},
			{ fieldname: "spec", fieldtype: "Data", label: __("Specification") },
			{ fieldtype: "Column Break" },
			{ fieldname: "amount", fieldtype: "Currency", label: __("Amount"), precision: "0", reqd: 1, default: likely.left, onchange: () => tell(dialog) },
			{ fieldname: "units", fieldtype: "Int", label: __("Quantity"), reqd: 1, default: 1, onchange: () => tell(dialog) },
			{
				fieldname: "as_set",
				fieldtype: "Check",
				label: __("Keep as One Set"),
				description: __("One card and one label for all of them, as for dishes or blankets."),
				onchange: () => tell(dialog),
			},
			{ fieldname: "told", fieldtype: "HTML" },
			{ fieldtype: "Section Break" },
			...keeping_fields(own),
		],
		primary_action_label: __("Register"),
		primary_action: (values) => register(frm, dialog, values),
	});
	dialog.show();
	tell(dialog);
}

function take_line(dialog, lines) {
	const line = lines.find((each) => each.source_row === dialog.get_value("row"));
	if (!line) return;
	dialog.set_values({ asset_name: line.description, amount: line.left });
	tell(dialog);
}

/** Say what will be made before it is. */
function tell(dialog) {
	const { amount, units, as_set } = dialog.get_values(true) || {};
	if (!amount || !units) return;
	const each = Math.floor(amount / units).toLocaleString("ko-KR");
	const told = as_set ? __("One card of {0} pieces, {1} won each.", [units, each]) : __("{0} cards of {1} won each.", [units, each]);
	dialog.get_field("told").$wrapper.html(`<p class="text-muted">${told}</p>`);
}

async function register(frm, dialog, { row, amount, units, as_set, told, ...values }) {
	dialog.disable_primary_action();
	try {
		const names = await frappe.xcall(`${API}.register_line`, { resolution: frm.docname, row, values, amount, units, as_set: as_set ? 1 : 0 });
		dialog.hide();
		const links = names.map((name) => `<a href="/app/facility-asset/${encodeURIComponent(name)}">${frappe.utils.escape_html(name)}</a>`);
		frappe.msgprint({ title: __("{0} assets were registered.", [names.length]), message: links.slice(0, 50).join("<br>") });
	} finally {
		dialog.enable_primary_action();
	}
}

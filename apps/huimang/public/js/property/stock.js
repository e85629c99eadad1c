// 소모품: its form and list, movements of it, and what comes into stock from an expense resolution.

frappe.provide("huimang.property");

const API = "huimang.property.stock_api";
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

frappe.ui.form.on("Consumable", {
	setup(frm) {
		frm.set_query("place", () => ({ filters: { facility: frm.doc.facility || "", is_active: 1 } }));
	},
	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		if (frm.is_new()) return;
		const { minimum_stock, stock, facility } = frm.doc;
		if (minimum_stock && stock < minimum_stock) frm.dashboard.set_headline(__("Less than the minimum stock"), "orange");
		frm.add_custom_button(__("Consumable Ledger"), () => {
			frappe.utils.add_link_title(frm.doctype, frm.docname, frm.doc.item_name);
			frappe.set_route("query-report", "Consumable Ledger", { facility, consumable: frm.docname });
		});
		if (!frappe.model.can_create("Consumable Movement")) return;
		for (const movement_type of ["Goods Receipt", "Goods Issue"]) {
			frm.add_custom_button(__(movement_type), () => start(movement_type, frm.docname, frm.doc.unit));
		}
	},
});

function start(movement_type, consumable, unit) {
	frappe.model.with_doctype("Consumable Movement", () => {
		const doc = frappe.model.get_new_doc("Consumable Movement");
		doc.movement_type = movement_type;
		frappe.model.add_child(doc, "lines");
		Object.assign(doc.lines[0], { consumable, unit });
		frappe.set_route("Form", "Consumable Movement", doc.name);
	});
}

frappe.ui.form.on("Consumable Movement", {
	setup(frm) {
		const own = (more) => () => ({ filters: { facility: frm.doc.facility || "", is_active: 1, ...more } });
		frm.set_query("consumable", "lines", own());
		frm.set_query("program", own());
	},
	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		frm.trigger("movement_type");
	},
	movement_type(frm) {
		const { grid } = frm.fields_dict.lines;
		const type = frm.doc.movement_type;
		grid.toggle_enable("amount", type === "Goods Receipt");
		for (const [field, shown] of [
			["amount", type === "Goods Receipt"],
			["quantity", type !== "Stock Count"],
			["counted", type === "Stock Count"],
		]) {
			grid.update_docfield_property(field, "hidden", shown ? 0 : 1);
			grid.update_docfield_property(field, "in_list_view", shown ? 1 : 0);
		}
		grid.reset_grid();
		grid.clear_custom_buttons?.();
		if (type === "Stock Count" && frm.doc.docstatus === 0 && frm.doc.stage === "Draft") {
			grid.add_custom_button(__("All Items"), () => fill_count(frm));
		}
		if (frm.is_new()) show_stock(frm);
	},
	movement_date: (frm) => show_stock(frm),
	facility: (frm) => show_stock(frm),
});

frappe.ui.form.on("Consumable Movement Line", { consumable: (frm) => show_stock(frm) });

/** What is in stock on the day of the movement, line by line. */
async function show_stock(frm) {
	const { facility, movement_date, stage, lines } = frm.doc;
	const names = [...new Set((lines || []).map((row) => row.consumable).filter(Boolean))];
	if (!facility || !movement_date || !names.length || (stage && stage !== "Draft")) return;
	const there = await frappe.xcall(`${API}.stock_on`, { facility, items: JSON.stringify(names), day: movement_date }, "GET");
	for (const { doctype, name, consumable, book_stock } of frm.doc.lines || []) {
		// drawn anew as a whole, the table would take from whoever is typing what they have typed
		if (consumable in there && book_stock !== there[consumable]) frappe.model.set_value(doctype, name, "book_stock", there[consumable]);
	}
}

async function fill_count(frm) {
	const { facility, movement_date: day } = frm.doc;
	if (!facility) return;
	const rows = await frappe.xcall(`${API}.count_lines`, { facility, day }, "GET");
	frm.clear_table("lines");
	for (const { item_name, ...row } of rows) {
		frappe.utils.add_link_title("Consumable", row.consumable, item_name);
		frm.add_child("lines", { ...row, counted: row.book_stock });
	}
	frm.refresh_field("lines");
	frm.dirty();
}

frappe.listview_settings.Consumable = {
	add_fields: ["stock", "minimum_stock", "is_active", "unit"],
	hide_name_column: true,
	hide_name_filter: true,
	get_indicator: (doc) =>
		doc.minimum_stock && doc.stock < doc.minimum_stock
			? [__("Running Short"), "orange", "is_active,=,1"]
			: [__(doc.is_active ? "Active" : "Not in Use"), doc.is_active ? "green" : "gray", `is_active,=,${doc.is_active}`],
};
frappe.listview_settings["Consumable Movement"] = { add_fields: ["stage"], hide_name_column: true, hide_name_filter: true };
frappe.listview_settings["Asset Inspection"] = { add_fields: ["stage"], hide_name_column: true, hide_name_filter: true };

frappe.ui.form.on("Expense Resolution", {
	refresh(frm) {
		if (!["Approved", "Settled"].includes(frm.doc.stage) || frm.doc.payroll_run) return;
		if (!frappe.model.can_create("Consumable Movement")) return;
		frm.add_custom_button(__("Take into Stock"), () => receive(frm), __("Goods"));
	},
});

/** A dialog in which the goods of a resolution are entered: which line, which item, how many, and what of the amount. */
async function receive(frm) {
	const resolution = frm.docname;
	const lines = (await frappe.xcall(`${API}.purchase_lines`, { resolution }, "GET")).filter((line) => line.left > 0);
	if (!lines.length) {
		frappe.msgprint(__("All of this resolution is in stock or in the register."));
		return;
	}
	const number = (value) => format_number(value, "#,###", 0);
	const choices = lines.map((line) => ({ value: line.source_row, label: `${line.description} (${number(line.left)}${__("won")})` }));
	const titled = (row) => escape(choices.find(({ value }) => value === row)?.label);
	const dialog = new frappe.ui.Dialog({
		title: __("Take into Stock"),
		size: "large",
		fields: [
			{ fieldname: "day", fieldtype: "Date", label: __("Day"), reqd: 1, default: frappe.datetime.get_today() },
			{
				fieldname: "rows",
				fieldtype: "Table",
				label: __("Items"),
				in_place_edit: true,
				data: [{ source_row: lines[0].source_row, amount: lines[0].left }],
				fields: [
					{ fieldname: "source_row", fieldtype: "Select", label: __("Lines"), options: choices, formatter: titled, in_list_view: 1, reqd: 1, columns: 3 },
					{
						fieldname: "consumable",
						fieldtype: "Link",
						options: "Consumable",
						label: __("Consumable"),
						in_list_view: 1,
						reqd: 1,
						columns: 3,
						get_query: () => ({ filters: { facility: frm.doc.facility, is_active: 1 } }),
					},
					{ fieldname: "quantity", fieldtype: "Float", label: __("Quantity"), in_list_view: 1, reqd: 1, columns: 2 },
					{ fieldname: "amount", fieldtype: "Currency", label: __("Amount"), in_list_view: 1, reqd: 1, columns: 2 },
				],
			},
		],
		primary_action_label: __("Take into Stock"),
		primary_action: async ({ day, rows }) => {
			// the tabulator opens another row below the last one, which many leave as it is
			const goods = (rows || []).filter((row) => row.consumable || row.quantity || row.amount);
			const name = await frappe.xcall(`${API}.receive_purchase`, { resolution, day, rows: JSON.stringify(goods) }, "POST");
			dialog.hide();
			frappe.show_alert({ message: `<a href="/app/consumable-movement/${escape(name)}">${__("The goods are in stock.")}</a>`, indicator: "green" }, 7);
		},
	});
	dialog.show();
}

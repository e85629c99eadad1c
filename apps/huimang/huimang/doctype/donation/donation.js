// A gift: what it is, where it is in the books, and what became of it.

const API = "huimang.donation.api";
const NEW = ["Unidentified", "To Be Resolved"];

frappe.ui.form.on("Donation", {
	setup(frm) {
		const own = (more) => () => ({ filters: { facility: frm.doc.facility || "", ...more?.() } });
		frm.set_query("donor", own(() => ({ status: ["!=", "Merged"] })));
		frm.set_query("pledge", own(() => (frm.doc.donor ? { donor: frm.doc.donor } : {})));
		frm.set_query("purpose", own(() => ({ is_active: 1 })));
		frm.set_query("bank_account", own(() => ({ purpose: "Donation", is_active: 1 })));
		frm.set_query("arrived_in", own(() => ({ purpose: ["not in", ["Donation", "Withholding"]] })));
	},

	onload(frm) {
		huimang.donation.start(frm);
	},

	async pledge(frm) {
		if (!frm.doc.pledge) return;
		const { message } = await frappe.db.get_value("Donation Pledge", frm.doc.pledge, ["donor", "amount", "purpose", "method"]);
		for (const [field, value] of Object.entries(message)) {
			if (value && !frm.doc[field]) await frm.set_value(field, value);
		}
	},

	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		if (frm.is_new()) return;
		const { donation_kind, status, income_resolution } = frm.doc;
		if (donation_kind === "Money") {
			if (NEW.includes(status) && !income_resolution && frappe.model.can_create("Income Resolution")) {
				frm.add_custom_button(__("Write the Income Resolution"), () => resolve(frm)).addClass("btn-primary");
			}
			if (status === "Booked" && frappe.model.can_create("Refund Resolution")) {
				frm.add_custom_button(__("Give Back"), () => give_back(frm));
			}
			if (income_resolution) {
				// what the books know stays
				for (const field of ["donation_kind", "donated_on", "amount", "bank_account", "arrived_in", "moved_on", "purpose"]) {
					frm.toggle_enable(field, false);
				}
			}
		} else if (status === "In Stock") {
			offer_goods(frm);
		}
	},
});

async function resolve(frm) {
	const made = await frappe.xcall(`${API}.resolve`, { facility: frm.doc.facility, names: [frm.docname] });
	frappe.set_route("Form", "Income Resolution", made[0]);
}

function give_back(frm) {
	frappe.prompt(
		[
			{
				fieldname: "amount",
				fieldtype: "Currency",
				label: __("Amount"),
				precision: "0",
				reqd: 1,
				default: frm.doc.amount - (frm.doc.returned_amount || 0),
			},
			{ fieldname: "reason", fieldtype: "Data", label: __("Reason"), reqd: 1 },
		],
		async (values) => {
			// what is refused has been told already
			const name = await frappe.xcall(`${API}.give_back`, { name: frm.docname, ...values }).catch(() => null);
			if (name) frappe.set_route("Form", "Refund Resolution", name);
		},
		__("Give Back a Wrong Payment"),
		__("Write the Refund")
	);
}

function offer_goods(frm) {
	if (frappe.model.can_create("Donated Goods Use")) {
		frm.add_custom_button(__("Hand Out Goods"), () => hand_out(frm));
	}
	if (frappe.model.can_create("Facility Asset")) {
		frm.add_custom_button(__("Into the Register of Assets"), () => into_register(frm), __("Take Over"));
	}
	if (frappe.model.can_create("Consumable Movement")) {
		frm.add_custom_button(__("Into Stock"), () => into_stock(frm), __("Take Over"));
	}
}

/** Ask for one of the goods that are left, and for more. */
async function ask(frm, { title, action, quantity_field, fields, then }) {
	const rows = await frappe.xcall(`${API}.goods_left`, { name: frm.docname }, "GET");
	const label = (row) => `${row.idx ? row.idx + ". " : ""}${row.item_name} (${row.left}${row.unit || ""})`;
	const by_label = Object.fromEntries(rows.map((row, at) => [label({ ...row, idx: at + 1 }), row]));
	const labels = Object.keys(by_label);
	frappe.prompt(
		[
			{ fieldname: "item", fieldtype: "Select", label: __("Goods"), options: labels.join("\n"), default: labels[0], reqd: 1 },
			{ fieldname: "quantity", fieldtype: quantity_field || "Float", label: __("Quantity"), reqd: 1, default: rows[0]?.left },
			...fields,
		],
		async ({ item, ...values }) => {
			await then(by_label[item].name, values);
			frm.reload_doc();
		},
		title,
		action
	);
}

function hand_out(frm) {
	ask(frm, {
		title: __("Hand Out Goods"),
		action: __("Save"),
		fields: [
			{ fieldname: "used_on", fieldtype: "Date", label: __("Used On"), default: frappe.datetime.get_today(), reqd: 1 },
			{ fieldname: "recipient", fieldtype: "Data", label: __("Used For"), reqd: 1 },
			{ fieldname: "particulars", fieldtype: "Data", label: __("Particulars") },
		],
		then: (item_row, values) =>
			frappe.db.insert({
				doctype: "Donated Goods Use",
				facility: frm.doc.facility,
				donation: frm.docname,
				item_row,
				...values,
			}),
	});
}

function into_register(frm) {
	ask(frm, {
		title: __("Into the Register of Assets"),
		action: __("Register"),
		quantity_field: "Int",
		fields: [
			{ fieldname: "asset_class", fieldtype: "Link", options: "Asset Class", label: __("Asset Class"), reqd: 1 },
			{
				fieldname: "place",
				fieldtype: "Link",
				options: "Asset Place",
				label: __("Place"),
				get_query: () => ({ filters: { facility: frm.doc.facility } }),
			},
		],
		async then(item_row, { quantity, asset_class, place }) {
			const made = await frappe.xcall(`${API}.register_asset`, { name: frm.docname, item_row, units: quantity, asset_class, place });
			frappe.show_alert({ message: __("{0} cards are in the register.", [made.length]), indicator: "green" });
		},
	});
}

function into_stock(frm) {
	ask(frm, {
		title: __("Into Stock"),
		action: __("Take Over"),
		fields: [
			{
				fieldname: "consumable",
				fieldtype: "Link",
				options: "Consumable",
				label: __("Consumable"),
				reqd: 1,
				get_query: () => ({ filters: { facility: frm.doc.facility } }),
			},
		],
		then: (item_row, { quantity, consumable }) =>
			frappe.xcall(`${API}.take_into_stock`, { name: frm.docname, item_row, quantity, consumable }),
	});
}

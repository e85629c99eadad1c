// What happens to assets: put on record at once where nobody has to decide, written as a document otherwise.

import { offer_sisters } from "./handover";

const API = "huimang.property.api";
const MORE = ["Repair", "Storage", "Lending", "Capital Spending", "Condemnation", "Sale", "Scrapping", "Loss of Asset", "Handover"];
const DECIDED = ["Lending", "Capital Spending", "Condemnation", "Sale", "Scrapping", "Loss of Asset", "Handover"];

/** Ask where assets go and why, and put it on record. */
export function record_now(kind, assets, done) {
	const facility = facility_of(assets);
	if (!facility) return;
	const own = () => ({ filters: { facility, is_active: 1 } });
	const fields = [
		{ fieldname: "event_date", fieldtype: "Date", label: __("Date"), reqd: 1, default: frappe.datetime.get_today() },
		{ fieldname: "to_place", fieldtype: "Link", options: "Asset Place", label: __("New Place"), get_query: own },
		{ fieldname: "to_department", fieldtype: "Data", label: __("New Department") },
		{ fieldname: "to_keeper", fieldtype: "Link", options: "User", label: __("New Keeper") },
		{ fieldname: "to_used_by", fieldtype: "Data", label: __("New User") },
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason") },
	];
	const carry_out = async (values) => {
		const names = assets.map((asset) => asset.name);
		await frappe.xcall(`${API}.record_event`, { facility, kind, names, values });
		frappe.show_alert({ message: __("Put on record."), indicator: "green" });
		done();
	};
	frappe.prompt(fields, carry_out, `${__(kind)} · ${name_of(assets)}`, __("Put on Record"));
}

/** Ask what has happened and open the document that tells it. */
export function choose_event(assets) {
	const facility = facility_of(assets);
	if (!facility) return;
	const options = MORE.map((kind) => ({ value: kind, label: DECIDED.includes(kind) ? `${__(kind)} (${__("approval")})` : __(kind) }));
	const field = { fieldname: "kind", fieldtype: "Select", label: __("Kind of Event"), options, reqd: 1 };
	const open = ({ kind }) => {
		for (const asset of assets) frappe.utils.add_link_title("Facility Asset", asset.name, asset.asset_name);
		frappe.model.with_doctype("Asset Event", () => {
			const doc = frappe.model.get_new_doc("Asset Event");
			Object.assign(doc, { facility, kind });
			for (const asset of assets) {
				frappe.model.add_child(doc, "lines").asset = asset.name;
			}
			frappe.set_route("Form", "Asset Event", doc.name);
		});
	};
	frappe.prompt(field, open, name_of(assets), __("Next"));
}

function facility_of(assets) {
	const facilities = new Set(assets.map((asset) => asset.facility));
	if (facilities.size === 1) return [...facilities][0];
	frappe.msgprint(assets.length ? __("Please choose assets of one facility.") : __("Please choose the assets."));
	return null;
}

function name_of(assets) {
	const first = assets[0].asset_name;
	return assets.length === 1 ? first : __("{0} and {1} others", [first, assets.length - 1]);
}

frappe.ui.form.on("Asset Event", {
	setup(frm) {
		const own = (more) => () => ({ filters: { facility: frm.doc.facility || "", ...more } });
		frm.set_query("to_place", own({ is_active: 1 }));
		frm.set_query("expense_resolution", own({ docstatus: 1 }));
		frm.set_query("asset", "lines", own({ status: ["not in", ["Sold", "Scrapped", "Lost", "Handed Over"]] }));
	},
	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		if (!frm.is_new()) huimang.budget.keep_what_is_decided_on(frm);
		show_columns(frm);
		offer_sisters(frm);
		if (frm.doc.kind !== "Sale" || frm.doc.stage !== "Approved") return;
		if (frm.doc.income_resolution) {
			frm.add_custom_button(__("Income Resolution"), () => frappe.set_route("Form", "Income Resolution", frm.doc.income_resolution));
		} else if (frappe.model.can_create("Income Resolution")) {
			frm.page.add_inner_button(__("Write Income Resolution"), () => write_income(frm), null, "primary");
		}
	},
	kind(frm) {
		show_columns(frm);
		offer_sisters(frm);
		frm.refresh_fields();
	},
	to_facility(frm) {
		const chosen = frm.doc.to_facility;
		const field = frm.fields_dict.to_facility;
		const sister = chosen && (field._data || []).find((each) => each.value === chosen);
		if (sister) frm.set_value("other_party", sister.label);
	},
});

frappe.listview_settings["Asset Event"] = { add_fields: ["stage", "docstatus"], hide_name_column: true, hide_name_filter: true };

function show_columns(frm) {
	const grid = frm.get_field("lines").grid;
	const is_paid = ["Repair", "Capital Spending", "Sale"].includes(frm.doc.kind);
	grid.update_docfield_property("amount", "hidden", is_paid ? 0 : 1);
	frm.toggle_display("total_amount", is_paid);
	grid.reset_grid();
}

async function write_income(frm) {
	const name = await frappe.xcall(`${API}.income_of_sale`, { event: frm.docname });
	await frm.reload_doc();
	frappe.set_route("Form", "Income Resolution", name);
}

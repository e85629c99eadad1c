// What the forms and lists of all documents that move money have in common.

import { link_to_file } from "./evidence";
import { API, is_draft } from "./kinds";

/** Filters for a link to a master of the document's own facility that is in use. */
export const own = (frm, more) => () => ({
	filters: { facility: frm.doc.facility || "", is_active: 1, ...more?.() },
});

/** The accounting unit of the document, as a filter. */
export const unit = (frm) => () => ({ accounting_unit: frm.doc.accounting_unit || "Facility" });

/** Choose among the accounting years of the facility that are open. */
export function choose_open_year(frm) {
	frm.set_query("accounting_year", () => ({ filters: { facility: frm.doc.facility || "", status: "Open" } }));
}

/** Fill in what a new document most likely starts with. */
export async function start(frm, fields = ["facility", "accounting_year"]) {
	const { doctype } = frm;
	const values = await frappe.xcall(`${API}.form_defaults`, { doctype, facility: frm.doc.facility }, "GET");
	frm.start_values = values;
	for (const field of fields) {
		if (frm.fields_dict[field] && !frm.doc[field] && values[field]) await frm.set_value(field, values[field]);
	}
	return values;
}

/** Give the form its width, keep from approvers what they may not change, and offer the paper. */
export function show_frame(frm) {
	// amounts need the width; the side bar opens again by its button
	frm.page.sidebar.hide();
	frm.page.wrapper.addClass("resolution-form");
	frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
	if (!is_draft(frm) && frm.doc.docstatus === 0) {
		// approvers may write in order to decide, not to change what they decide on
		frm.set_read_only();
		frm.refresh_fields();
	}
	frm.fields_dict.evidence?.grid.update_docfield_property("attachment", "formatter", link_to_file);
	if (frm.doc.taken_over) {
		frm.set_intro(__("Taken over from the former system: it was decided and carried out there, and its papers are kept there."), "blue");
	}
	if (!frm.is_new()) frm.add_custom_button(__("PDF"), () => open_pdf(frm));
}

function open_pdf(frm) {
	const address = new URLSearchParams({ doctype: frm.doctype, name: frm.docname });
	window.open(`/api/method/frappe.utils.print_format.download_pdf?${address}`);
}

/** Set up the list of a kind of document. */
export function set_up_list(doctype, fields, on_load) {
	frappe.listview_settings[doctype] = {
		add_fields: ["stage", "docstatus", ...fields],
		hide_name_column: true,
		hide_name_filter: true,
		onload(list) {
			list.page.add_inner_button(__("Waiting for Me"), () => show_waiting(list, doctype));
			on_load?.(list);
		},
	};
}

async function show_waiting(list, doctype) {
	const filters = await frappe.xcall("huimang.approval.api.waiting_for_me", { doctype }, "GET");
	await list.filter_area.clear(false);
	await list.filter_area.add(filters);
}

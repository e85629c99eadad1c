// Subsidy Settlement and Subsidy Change: filled in by the server from the grant's books; looked at, completed and moved on here.

import { won } from "../resolutions/kinds";
import { choose_subjects } from "./grant";
import { ask_letter } from "./letter";

const API = "huimang.subsidy.api";

frappe.ui.form.on("Subsidy Settlement", {
	setup(frm) {
		frm.set_query("subsidy_grant", of_open_grants(frm));
		frm.set_query("resolution", "disallowances", () => ({
			filters: { facility: frm.doc.facility || "", stage: "Settled" },
		}));
		frm.get_field("shares").grid.cannot_add_rows = true;
	},
	refresh(frm) {
		show_frame(frm);
		frm.toggle_display(["section_break_figures", "section_break_shares"], !frm.is_new());
		show_checks(frm);
		if (frm.is_new()) frm.set_intro(__("Save, and the settlement is filled in from the books of the grant."), "blue");
		if (frm.doc.docstatus !== 1) return;
		const { is_finalised, outstanding_amount } = frm.doc;
		if (!is_finalised && frappe.model.can_create("Subsidy Settlement")) {
			frm.page.add_inner_button(__("Enter the Fixed Amount"), () => finalise(frm), null, "primary");
		}
		if (is_finalised && outstanding_amount > 0 && frappe.model.can_create("Expense Resolution")) {
			frm.page.add_inner_button(
				__("Write the Return"),
				() => frappe.model.open_mapped_doc({ method: `${API}.return_draft`, frm }),
				null,
				"primary"
			);
		}
	},
});

frappe.ui.form.on("Subsidy Change", {
	setup(frm) {
		frm.set_query("subsidy_grant", of_open_grants(frm));
		choose_subjects(frm);
	},
	refresh: show_frame,
});

const of_open_grants = (frm) => () => ({
	filters: { ...(frm.doc.facility && { facility: frm.doc.facility }), status: ["in", ["Granted", "Running"]] },
});

function show_frame(frm) {
	frm.page.sidebar.hide();
	frm.page.wrapper.addClass("resolution-form");
	frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
}

function show_checks(frm) {
	const rows = frm.doc.__onload?.checks || [];
	const escape = frappe.utils.escape_html;
	const items = rows.map(
		({ message, is_met }) => `<li><span class="indicator ${is_met ? "green" : "red"}">${escape(message)}</span></li>`
	);
	frm.fields_dict.settlement_box.$wrapper.html(items.length ? `<ul class="list-unstyled">${items.join("")}</ul>` : "");
}

/** 금액확정: proposed as it was reported, for so it mostly is. */
function finalise(frm) {
	const subsidies = frm.doc.shares.filter((row) => row.source !== "Own Funds");
	const reported = subsidies.reduce((sum, row) => sum + row.received - row.rest, 0);
	const fields = [
		{ fieldtype: "Section Break" },
		{
			fieldname: "final_amount",
			fieldtype: "Currency",
			precision: "0",
			label: __("Fixed Amount"),
			reqd: 1,
			default: reported,
			description: `${__("What goes back is what came plus interest less this amount.")} (${won(frm.doc.received_amount)} + ${won(frm.doc.interest_amount)})`,
		},
		{ fieldtype: "Column Break" },
		{ fieldname: "return_due_on", fieldtype: "Date", label: __("Return Due On") },
	];
	ask_letter(
		__("Enter the Fixed Amount"),
		fields,
		async (values) => {
			await frappe.xcall(`${API}.finalise`, { name: frm.docname, notice: values });
			await frm.reload_doc();
		},
		{ day: "finalised_on", number: "final_no" }
	);
}

// Copying an earlier document: looked for by words, number, payee or amount; what is taken over is content, not standing.

import { API, won } from "./kinds";

/** Let the user look for an earlier document of the same kind, and take its content over. */
export function copy_earlier(frm, then) {
	const dialog = new frappe.ui.Dialog({
		title: __("Copy an Earlier One"),
		fields: [
			{
				fieldname: "text",
				fieldtype: "Data",
				label: __("Search"),
				description: __("Purpose, number, payee or amount"),
			},
			{ fieldname: "found", fieldtype: "HTML" },
		],
	});
	const place = dialog.fields_dict.found.$wrapper.addClass("earlier-documents");
	const look = async () => {
		const text = dialog.get_value("text") || "";
		const rows = await frappe.xcall(`${API}.earlier`, { doctype: frm.doctype, facility: frm.doc.facility, text }, "GET");
		if (text === (dialog.get_value("text") || "")) place.html(rows.filter((row) => row.name !== frm.docname).map(choice).join("") || nothing());
	};
	dialog.fields_dict.text.$input.on("input", frappe.utils.debounce(look, 250));
	place.on("click", "[data-name]", async (event) => {
		dialog.hide();
		const { name } = event.currentTarget.dataset;
		// loaded as a form would be, with the titles of what it links to
		await frappe.model.with_doc(frm.doctype, name);
		await take_over(frm, frappe.get_doc(frm.doctype, name));
		then(frm);
	});
	dialog.show();
	look();
}

const nothing = () => `<p class="text-muted">${__("Nothing found")}</p>`;

function choice(row) {
	const escape = frappe.utils.escape_html;
	return `<button type="button" class="earlier-document" data-name="${escape(row.name)}">
		<span class="text-muted">${frappe.datetime.str_to_user(row.proposal_date)} ${escape(row.number || "")}</span>
		<strong>${escape(row.purpose)}</strong>
		<span class="earlier-amount">${won(row.total_amount)}${__("won")}</span></button>`;
}

async function take_over(frm, earlier) {
	for (const field of ["purpose", "request_type", "payment_method", "bank_account", "note"]) {
		if (earlier[field] && frm.fields_dict[field]) await frm.set_value(field, earlier[field]);
	}
	for (const table of ["lines", "items"]) {
		if (!frm.fields_dict[table]) continue;
		frm.clear_table(table);
		for (const line of earlier[table] || []) copy_row(frm, table, line);
		frm.refresh_field(table);
	}
	frappe.show_alert({ message: __("Copied. Please check dates and amounts."), indicator: "blue" });
}

function copy_row(frm, table, line) {
	const copy = frm.add_child(table);
	for (const df of frappe.meta.get_docfields(copy.doctype)) {
		if (!df.no_copy && !frappe.model.no_value_type.includes(df.fieldtype)) copy[df.fieldname] = line[df.fieldname];
	}
}

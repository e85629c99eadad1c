frappe.ui.form.on("Tax Invoice Record", {
	setup(frm) {
		const own = () => ({ filters: { facility: frm.doc.facility || "" } });
		frm.set_query("counterparty", own);
		for (const field of ["expense_resolution", "income_resolution"]) {
			frm.set_query(field, () => ({ filters: { facility: frm.doc.facility || "", docstatus: ["<", 2] } }));
		}
	},

	onload(frm) {
		const facilities = frappe.boot.huimang?.facilities || [];
		if (frm.is_new() && !frm.doc.facility) frm.set_value("facility", frappe.defaults.get_user_default("Facility"));
		frm.toggle_display("facility", facilities.length !== 1);
	},

	refresh: show_suggestions,
	supply_amount: add_up,
	tax_amount: add_up,
	service_amount: add_up,

	async counterparty(frm) {
		if (!frm.doc.counterparty) return;
		const { message } = await frappe.db.get_value("Counterparty", frm.doc.counterparty, ["counterparty_name", "business_no"]);
		await frm.set_value("counterparty_name", message.counterparty_name);
		if (message.business_no) frm.set_value("counterparty_no", message.business_no);
	},
});

function add_up(frm) {
	const { supply_amount = 0, tax_amount = 0, service_amount = 0 } = frm.doc;
	frm.set_value("total_amount", supply_amount + tax_amount + service_amount);
}

/** Resolutions that most likely moved the money, each with a button that links it. */
async function show_suggestions(frm) {
	const place = frm.fields_dict.suggestions.$wrapper.empty();
	if (frm.is_new() || frm.doc.is_linked || !frm.perm[0]?.write) return;
	const found = await frappe.xcall("huimang.tax.api.invoice_candidates", { name: frm.docname }, "GET");
	if (!found.length) {
		place.html(`<p class="text-muted">${__("No resolution of this amount is found within 60 days.")}</p>`);
		return;
	}
	const field = frm.doc.direction === "Received" ? "expense_resolution" : "income_resolution";
	const escape = frappe.utils.escape_html;
	const list = $(`<div><p class="text-muted">${__("Resolutions of the same amount")}</p></div>`).appendTo(place);
	for (const row of found) {
		const mark = row.same_counterparty ? `<span class="indicator-pill green">${__("Same counterparty")}</span>` : "";
		$(`<p><button class="btn btn-default btn-xs">${__("Link")}</button>
			${escape(row.resolution_no || __("No number yet"))} · ${escape(row.purpose || "")}
			· ${frappe.datetime.str_to_user(row.moved_on || row.proposal_date)} ${mark}</p>`)
			.appendTo(list)
			.find("button")
			.on("click", () => frm.set_value(field, row.name).then(() => frm.save()));
	}
}

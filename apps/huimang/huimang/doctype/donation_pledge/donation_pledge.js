// A pledge: its instalments, due, paid and missed. A promise is no income.

const COLOURS = { "Paid in Full": "green", "Partly Paid": "orange", Missed: "red", Due: "blue", Upcoming: "gray" };

frappe.ui.form.on("Donation Pledge", {
	setup(frm) {
		frm.set_query("donor", () => ({ filters: { facility: frm.doc.facility || "", status: ["!=", "Merged"] } }));
		frm.set_query("purpose", () => ({ filters: { facility: frm.doc.facility || "", is_active: 1 } }));
		frm.fields_dict.bank_name.df.ignore_validation = 1;
	},

	onload(frm) {
		huimang.donation.start(frm);
	},

	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		if (frm.is_new()) return;
		show_instalments(frm);
		if (!frm.perm[0]?.write) return;
		const { facility, donor, amount, purpose } = frm.doc;
		frm.add_custom_button(__("New Gift"), () => huimang.donation.new_gift(facility, { donor, amount, purpose, pledge: frm.docname }));
	},
});

async function show_instalments(frm) {
	const told = await frappe.xcall("huimang.donation.api.pledge_standing", { name: frm.docname }, "GET");
	const won = (amount) => format_number(amount, "#,###", 0);
	const rows = told.instalments.map(
		(row) => `<tr><td>${row.number}</td><td>${frappe.datetime.str_to_user(row.due_on)}</td><td class="text-right">${won(row.amount)}</td>
			<td class="text-right">${won(row.paid)}</td><td><span class="indicator-pill ${COLOURS[row.state]}">${__(row.state)}</span></td></tr>`
	);
	const rate = told.rate ? __("{0} won due, {1} won given, {2} % paid", [won(told.due), won(told.given), told.rate]) : "";
	frm.fields_dict.instalments.$wrapper.html(`
		<p>${rate}</p>
		<table class="table table-bordered table-sm"><thead><tr><th>${__("Instalment")}</th><th>${__("Due On")}</th>
		<th class="text-right">${__("Promised")}</th><th class="text-right">${__("Paid So Far")}</th><th>${__("Status")}</th></tr></thead>
		<tbody>${rows.join("")}</tbody></table>`);
	if (told.suggests_pause) {
		frm.set_intro(__("Three instalments in a row were missed. Please ask the donor, and pause the pledge if need be."), "orange");
	}
}

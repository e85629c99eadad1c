// What designated gifts are for, and what the books say of it.

frappe.ui.form.on("Donation Purpose", {
	setup(frm) {
		const own = (more) => () => ({ filters: { facility: frm.doc.facility || "", is_active: 1, ...more } });
		frm.set_query("program", own());
		frm.set_query("fund_source", own({ kind: "Designated Donation" }));
		frm.set_query("account_subject", "subjects", own({ side: "Expense", level: ["in", ["Mok", "Semok"]] }));
	},

	onload(frm) {
		huimang.donation.start(frm);
	},

	async refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		if (frm.is_new()) return;
		const told = await frappe.xcall("huimang.donation.api.purpose_standing", { name: frm.docname }, "GET");
		const place = frm.fields_dict.standing.$wrapper.empty();
		if (!told) return;
		const won = (amount) => __("{0} won", [format_number(amount, "#,###", 0)]);
		const part = (label, amount) => `<div class="donation-sum"><div class="text-muted">${label}</div><div class="h5">${won(amount)}</div></div>`;
		const shared = told.shared_with.length
			? `<p class="text-muted">${__("Together with {0}", [told.shared_with.map(frappe.utils.escape_html).join(", ")])}</p>`
			: "";
		place.html(`<h6>${__("In the books of {0}", [told.year])}</h6><div class="donation-sums">
			${part(__("Gifts Received"), told.received)}${part(__("Spent and Set Aside"), told.used)}${part(__("Left Over"), told.left)}</div>${shared}`);
	},
});

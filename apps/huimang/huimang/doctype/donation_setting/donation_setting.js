frappe.ui.form.on("Donation Setting", {
	setup(frm) {
		const own = (more) => () => ({ filters: { facility: frm.doc.facility || "", is_active: 1, ...more } });
		frm.set_query("program", own());
		frm.set_query("bank_account", own({ purpose: "Donation" }));
		for (const [part, kind] of [
			["designated", "Designated Donation"],
			["undesignated", "Undesignated Donation"],
		]) {
			frm.set_query(`${part}_fund`, own({ kind }));
			frm.set_query(`${part}_subject`, own({ side: "Revenue", level: ["in", ["Mok", "Semok"]] }));
		}
	},
});

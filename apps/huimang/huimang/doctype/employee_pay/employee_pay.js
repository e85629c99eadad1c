frappe.ui.form.on("Employee Pay", {
	setup(frm) {
		const own = () => ({ filters: { facility: frm.doc.facility || "" } });
		frm.set_query("employee", own);
		frm.set_query("program", own);
		frm.set_query("fund_source", own);
		frm.set_query("pay_item", "items", () => ({
			filters: {
				facility: frm.doc.facility || "",
				is_active: 1,
				calculation: ["in", ["Fixed Amount", "Share of Base Pay"]],
			},
		}));
	},
});

frappe.ui.form.on("Filing Task", {
	refresh(frm) {
		if (frm.is_new() || !frm.perm[0]?.write) return;
		const set = (status) => () => frm.set_value("status", status).then(() => frm.save());
		if (frm.doc.status === "Open") {
			frm.add_custom_button(__("Done"), set("Done")).addClass("btn-primary");
			frm.add_custom_button(__("Not Applicable"), set("Not Applicable"));
		} else {
			frm.add_custom_button(__("Open Again"), set("Open"));
		}
		if (frm.doc.rule_code === "WITHHOLDING" || frm.doc.rule_code === "LOCAL-TAX") {
			frm.add_custom_button(__("Withholding Return"), () =>
				frappe.set_route("List", "Withholding Return", { facility: frm.doc.facility })
			);
		}
		show_days_left(frm);
	},
});

function show_days_left(frm) {
	if (frm.doc.status !== "Open") return;
	const days = frappe.datetime.get_day_diff(frm.doc.due_on, frappe.datetime.get_today());
	const [text, color] =
		days < 0
			? [__("{0} days overdue", [-days]), "red"]
			: days === 0
				? [__("Due today"), "orange"]
				: [__("{0} days left", [days]), days <= 7 ? "orange" : "blue"];
	frm.dashboard.set_headline_alert(text, color);
}

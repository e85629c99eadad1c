frappe.ui.form.on("Leave Request", {
	setup(frm) {
		frm.set_query("employee", () => ({ filters: { facility: frm.doc.facility } }));
		frm.set_query("leave_kind", () => ({ filters: { facility: frm.doc.facility, is_active: 1 } }));
	},
	async onload(frm) {
		const own = await huimang_personnel.start_with_own(frm);
		if (own && !frm.doc.leave_kind) await frm.set_value("leave_kind", own.annual_leave);
	},
	refresh: (frm) => show_balance(frm),
	employee: (frm) => show_balance(frm),
	leave_kind: (frm) => show_balance(frm),
	unit: (frm) => show_balance(frm),
	from_date(frm) {
		if (!frm.doc.to_date || frm.doc.to_date < frm.doc.from_date) frm.set_value("to_date", frm.doc.from_date);
		show_balance(frm);
	},
	to_date: (frm) => show_balance(frm),
	from_time: (frm) => show_balance(frm),
	to_time: (frm) => show_balance(frm),
});

async function show_balance(frm) {
	const { facility, employee, leave_kind, unit, from_date, to_date, from_time, to_time } = frm.doc;
	const place = frm.fields_dict.balance_box.$wrapper;
	if (!employee || !leave_kind) return place.empty();
	if (unit === "Hours" && !(from_time && to_time)) return place.empty();
	const told = await frappe.xcall(
		"huimang.personnel.work_api.leave_glance",
		{ facility, employee, leave_kind, unit, from_date, to_date, from_time, to_time, request: frm.is_new() ? null : frm.doc.name },
		"GET"
	);
	const cells = told.figures
		.map(({ label, text }) => `<div class="mr-4"><div class="text-muted small">${label}</div><b>${text}</b></div>`)
		.join("");
	const notes = told.notes.map((note) => `<div class="text-warning mt-2">${note}</div>`).join("");
	place.html(`<div class="d-flex flex-wrap">${cells}</div>${notes}`);
}

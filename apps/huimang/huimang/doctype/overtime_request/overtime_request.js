frappe.ui.form.on("Overtime Request", {
	setup(frm) {
		frm.set_query("employee", () => ({ filters: { facility: frm.doc.facility } }));
	},
	onload: (frm) => huimang_personnel.start_with_own(frm),
	refresh: (frm) => show_week(frm),
	employee: (frm) => show_week(frm),
	work_date: (frm) => show_week(frm),
	start_time: (frm) => show_week(frm),
	end_time: (frm) => show_week(frm),
	break_minutes: (frm) => show_week(frm),
});

async function show_week(frm) {
	const { facility, employee, work_date, start_time, end_time, break_minutes } = frm.doc;
	const place = frm.fields_dict.week_box.$wrapper;
	if (!employee || !work_date || !start_time || !end_time) return place.empty();
	const told = await frappe.xcall(
		"huimang.personnel.work_api.overtime_glance",
		{ facility, employee, work_date, start_time, end_time, break_minutes, request: frm.is_new() ? null : frm.doc.name },
		"GET"
	);
	const cells = told.figures
		.map(({ label, text }) => `<div class="mr-4"><div class="text-muted small">${label}</div><b>${text}</b></div>`)
		.join("");
	const notes = told.notes.map((note) => `<div class="text-danger mt-2">${note}</div>`).join("");
	place.html(`<div class="d-flex flex-wrap">${cells}</div>${notes}`);
}

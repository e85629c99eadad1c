frappe.ui.form.on("Work Schedule", {
	setup(frm) {
		frm.set_query("employee", "members", () => ({ filters: { facility: frm.doc.facility } }));
	},
	onload(frm) {
		if (!frm.is_new() || frm.doc.days?.length) return;
		for (const weekday of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) {
			frm.add_child("days", { weekday, start_time: "09:00:00", end_time: "18:00:00", break_minutes: 60 });
		}
		frm.refresh_field("days");
	},
	refresh(frm) {
		if (frm.is_new() || frm.doc.kind !== "Shifts" || !frappe.model.can_create("Duty Roster")) return;
		frm.add_custom_button(__("Plan the Roster"), () => plan(frm));
	},
});

function plan(frm) {
	const first = frappe.datetime.add_months(frappe.datetime.month_start(), 1);
	frappe.prompt(
		[
			{ fieldname: "from_date", fieldtype: "Date", label: __("From"), reqd: 1, default: first },
			{
				fieldname: "to_date",
				fieldtype: "Date",
				label: __("To"),
				reqd: 1,
				default: frappe.datetime.add_days(frappe.datetime.add_months(first, 1), -1),
			},
			{
				fieldname: "pattern",
				fieldtype: "Data",
				label: __("Turn of the Shifts"),
				reqd: 1,
				default: [...frm.doc.shifts.map((row) => row.shift_name), __("Off")].join(", "),
				description: __("Shifts in their turn, separated by commas; Off is a day off. Each person begins one place later."),
			},
		],
		async (values) => {
			const made = await frappe.xcall("huimang.personnel.work_api.plan_roster", { schedule: frm.doc.name, ...values });
			frappe.show_alert({ message: __("{0} duties were planned.", [made]), indicator: "green" });
			frappe.set_route("List", "Duty Roster", "Calendar");
		},
		__("Plan the Roster"),
		__("Plan")
	);
}

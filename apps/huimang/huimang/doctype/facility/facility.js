// A facility: its data, the people who work in it, and its accounting rules.

const NUMBER_PATTERNS = {
	unique_no: [/^(\d{3})(\d{2})(\d{5})$/, "$1-$2-$3"],
	phone: [/^(02|0\d{2})(\d{3,4})(\d{4})$/, "$1-$2-$3"],
};

frappe.ui.form.on("Facility", {
	setup(frm) {
		frm.set_query("facility_type", () => ({ filters: { eligibility: ["!=", "Excluded"] } }));
	},

	refresh(frm) {
		show_numbers(frm);
		if (frm.is_new()) return;
		const accounts = huimang.accounts(frm.fields_dict.staff_list.$wrapper, frm.docname);
		if (frappe.model.can_create("Facility Membership")) {
			frm.add_custom_button(__("Add a Staff Member"), () => accounts.add());
		}
	},
});

// Numbers are stored as digits and read with hyphens. What is typed becomes digits again before it is compared with
// the stored value: a form must not count as changed because somebody looked at a field.
function show_numbers(frm) {
	for (const [fieldname, [pattern, groups]] of Object.entries(NUMBER_PATTERNS)) {
		const field = frm.fields_dict[fieldname];
		field.format_for_input = (value) => (value || "").replace(pattern, groups);
		field.parse = (value) => (/^[\d\s-]*$/.test(value || "") ? (value || "").replace(/[\s-]/g, "") : value);
		field.set_formatted_input(frm.doc[fieldname]);
		if (field.disp_status === "Read") {
			field.$wrapper.find(".control-value").text(field.format_for_input(frm.doc[fieldname]));
		}
	}
}

// Facility Employee: numbers in full for a purpose, certificates, orders, and the files for the social insurances.

const API = "huimang.personnel.api";
const COLOURS = { "At Work": "green", "On Leave": "orange", Retired: "gray", "Not Yet Hired": "blue" };

frappe.ui.form.on("Facility Employee", {
	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		frm.get_field("states").grid.cannot_add_rows = true;
		frm.toggle_display("section_break_states", Boolean(frm.doc.states?.length));
		if (frm.is_new()) return;
		frm.page.set_indicator(__(frm.doc.status), COLOURS[frm.doc.status]);
		if (!frm.perm[0]?.write) return;
		frm.add_custom_button(__("Issue a Certificate"), () => issue(frm));
		frm.add_custom_button(__("Write an Order"), () => write_order(frm));
		if (frm.doc.resident_no) {
			frm.add_custom_button(__("Show the Resident Registration Number"), () => huimang.reveal_resident_no(frm, `${API}.reveal_resident_no`));
		}
	},

	resident_no(frm) {
		// the same that the server tells: whoever types the number need not type these
		const digits = (frm.doc.resident_no || "").replace(/\D/g, "");
		if (digits.length !== 13) return;
		const century = { 9: 1800, 0: 1800, 1: 1900, 2: 1900, 5: 1900, 6: 1900 }[digits[6]] ?? 2000;
		const year = century + Number(digits.slice(0, 2));
		frm.set_value("birth_date", `${year}-${digits.slice(2, 4)}-${digits.slice(4, 6)}`);
		frm.set_value("sex", Number(digits[6]) % 2 ? "Male" : "Female");
	},

	full_name(frm) {
		if (!frm.doc.account_holder) frm.set_value("account_holder", frm.doc.full_name);
	},
});

frappe.listview_settings["Facility Employee"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["status"],
	get_indicator: (doc) => [__(doc.status), COLOURS[doc.status], `status,=,${doc.status}`],
	onload(list) {
		if (!frappe.model.can_create("Facility Employee")) return;
		list.page.add_inner_button(__("Files for the Social Insurances"), () => insurance_file(list));
		const done = () => list.refresh();
		list.page.add_inner_button(__("Upload Employees"), () =>
			huimang.upload({ kind: "employees", title: __("Upload Employees"), done })
		);
	},
};

frappe.listview_settings["Employment Certificate"] = { hide_name_column: true, hide_name_filter: true };

frappe.ui.form.on("Employment Certificate", {
	setup(frm) {
		frm.set_query("employee", () => ({ filters: { facility: frm.doc.facility || "", status: ["!=", "Not Yet Hired"] } }));
	},
	refresh(frm) {
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		if (frm.is_new()) {
			frm.set_intro(__("Save, and the certificate is issued with a number. It cannot be changed afterwards."), "blue");
			return;
		}
		frm.disable_save();
		frm.add_custom_button(__("PDF"), () => show_pdf(frm.docname)).addClass("btn-primary");
	},
});

function issue(frm) {
	const has_left = frm.doc.status === "Retired";
	const kinds = [{ value: "Career", label: __("Certificate of Career") }];
	if (!has_left) kinds.unshift({ value: "Employment", label: __("Certificate of Employment") });
	frappe.prompt(
		[
			{ fieldname: "kind", fieldtype: "Select", label: __("Certificate"), options: kinds, default: kinds[0].value, reqd: 1 },
			{ fieldname: "purpose", fieldtype: "Data", label: __("Purpose"), reqd: 1 },
			{ fieldname: "submitted_to", fieldtype: "Data", label: __("Submitted To") },
		],
		async (values) => {
			const { facility, name: employee } = frm.doc;
			const doc = await frappe.db.insert({ doctype: "Employment Certificate", facility, employee, ...values });
			frappe.show_alert({ message: __("Certificate {0} has been issued.", [doc.certificate_no]), indicator: "green" });
			show_pdf(doc.name);
		},
		__("Issue a Certificate"),
		__("Issue")
	);
}

function show_pdf(name) {
	const query = new URLSearchParams({ doctype: "Employment Certificate", name, format: "재직·경력증명서", no_letterhead: 1 });
	window.open(`/api/method/frappe.utils.print_format.download_pdf?${query}`);
}

function write_order(frm) {
	const kinds = {
		"Not Yet Hired": ["Hire"],
		"At Work": ["Promotion", "Step Increase", "Transfer", "Leave of Absence", "Retirement"],
		"On Leave": ["Reinstatement", "Step Increase", "Transfer", "Retirement"],
		Retired: ["Hire"],
	}[frm.doc.status].map((value) => ({ value, label: __(value) }));
	frappe.prompt(
		{ fieldname: "kind", fieldtype: "Select", label: __("Order"), options: kinds, default: kinds[0].value, reqd: 1 },
		async ({ kind }) => {
			await new Promise((done) => frappe.model.with_doctype("Personnel Order", done));
			const order = frappe.model.get_new_doc("Personnel Order");
			Object.assign(order, { facility: frm.doc.facility, kind });
			const line = frappe.model.add_child(order, "Personnel Order Line", "lines");
			Object.assign(line, { employee: frm.docname, employee_name: frm.doc.full_name });
			frappe.utils.add_link_title("Facility Employee", frm.docname, frm.doc.full_name);
			frappe.set_route("Form", "Personnel Order", order.name);
		},
		__("Write an Order"),
		__("Continue")
	);
}

function insurance_file(list) {
	const kinds = [
		{ value: "Acquisition", label: __("Acquisition") },
		{ value: "Loss", label: __("Loss") },
	];
	const facility = list.get_filters_for_args().find(([, field, sign]) => field === "facility" && sign === "=")?.[3];
	const today = frappe.datetime.get_today();
	frappe.prompt(
		[
			{ fieldname: "facility", fieldtype: "Link", options: "Facility", label: __("Facility"), reqd: 1, default: facility || frappe.defaults.get_user_default("Facility") },
			{ fieldname: "kind", fieldtype: "Select", label: __("Kind"), options: kinds, default: "Acquisition", reqd: 1 },
			{ fieldname: "from_date", fieldtype: "Date", label: __("From"), default: frappe.datetime.month_start(today), reqd: 1 },
			{ fieldname: "to_date", fieldtype: "Date", label: __("To"), default: frappe.datetime.month_end(today), reqd: 1 },
			{
				fieldname: "purpose",
				fieldtype: "Data",
				label: __("Purpose"),
				default: __("Report of social insurances"),
				reqd: 1,
				description: __("The file holds whole resident registration numbers. Who takes it, and what for, is logged."),
			},
		],
		(values) => open_url_post(`/api/method/${API}.insurance_file`, values),
		__("Files for the Social Insurances"),
		__("Excel")
	);
}

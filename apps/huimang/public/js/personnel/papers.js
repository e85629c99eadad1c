// Papers of the payroll: severance settlements, reports of the social insurances, year-end adjustments, wages for the tax office.

frappe.provide("huimang.personnel");

const SEVERANCE = "huimang.personnel.severance.api";
const FILINGS = "huimang.personnel.filings.api";
const has_one_facility = () => frappe.boot.huimang?.facilities?.length === 1;
const of_facility = (frm, filters = {}) => ({ filters: { facility: frm.doc.facility || "", ...filters } });
const text = (value) => frappe.utils.escape_html(String(value ?? ""));

frappe.ui.form.on("Severance Settlement", {
	setup(frm) {
		frm.set_query("employee", () => of_facility(frm, { status: ["!=", "Not Yet Hired"] }));
		frm.set_query("accounting_year", () => of_facility(frm, { status: "Open" }));
		for (const field of ["program", "fund_source", "bank_account"]) {
			frm.set_query(field, () => of_facility(frm, { is_active: 1 }));
		}
		frm.set_query("account_subject", () => of_facility(frm, { side: "Expense" }));
		frm.set_query("counter_subject", () => of_facility(frm, { side: "Revenue" }));
	},

	onload: (frm) => start(frm),
	facility: (frm) => start(frm),
	employee: (frm) => start(frm, true),

	refresh(frm) {
		frm.toggle_display("facility", !has_one_facility());
		frm.page.sidebar.hide();
		if (frm.is_new()) {
			frm.set_intro(__("Save, and the wages of the last three months are taken from the payslips."), "blue");
			return;
		}
		show_steps(frm);
		if (frm.doc.stage === "Draft" && frm.perm[0]?.create) {
			frm.add_custom_button(__("Take Wages from Payslips"), async () => {
				await frappe.xcall(`${SEVERANCE}.take_wages`, { name: frm.docname });
				frm.reload_doc();
			});
		}
		if (frm.doc.stage === "Settled" && frappe.model.can_create("Expense Resolution")) {
			frm.add_custom_button(__("Resolutions"), () =>
				frappe.set_route("List", "Expense Resolution", { severance_settlement: frm.docname })
			);
			frm.add_custom_button(__("Write Missing Resolutions"), async () => {
				const made = await frappe.xcall(`${SEVERANCE}.complete_resolution`, { name: frm.docname });
				frappe.show_alert(__("{0} resolutions were written.", [made ? 1 : 0]));
			});
		}
	},
});

async function start(frm, anew = false) {
	if (!frm.is_new() || !frm.doc.facility) return;
	const { name, facility, employee, left_on } = frm.doc;
	const [values, dates] = await Promise.all([
		frappe.xcall(`${SEVERANCE}.defaults`, { facility, employee: employee || null }, "GET"),
		employee ? frappe.db.get_value("Facility Employee", employee, ["hired_on", "left_on"]) : null,
	]);
	// what was entered while the server answered stays, and so does what belongs to somebody chosen since
	const is_about = () => frm.doc.name === name && frm.doc.facility === facility && frm.doc.employee === employee;
	if (dates && is_about()) {
		await frm.set_value("hired_on", dates.message.hired_on || "");
		if (is_about() && frm.doc.left_on === left_on) await frm.set_value("left_on", dates.message.left_on || "");
	}
	for (const [field, value] of Object.entries(values)) {
		if (value && is_about() && (anew || !frm.doc[field])) await frm.set_value(field, value);
	}
}

async function show_steps(frm) {
	const may_see = frappe.model.can_read("Employee Pay");
	frm.toggle_display("section_break_steps", may_see);
	frm.toggle_display("section_break_wages", may_see);
	if (!may_see) return;
	const steps = await frappe.xcall(`${SEVERANCE}.unfolded`, { name: frm.docname }, "GET");
	const rows = steps.map(
		(step) => `<tr><td>${text(step.label)}</td><td>${text(step.formula)}</td>
			<td class="text-right">${text(step.amount)}</td><td class="text-muted">${text(step.article)}</td></tr>`
	);
	const heads = [__("What"), __("Formula"), __("Amount"), __("Article")];
	frm.get_field("unfolded").$wrapper.html(`<table class="table table-sm">
		<thead><tr>${heads.map((head, at) => `<th class="${at === 2 ? "text-right" : ""}">${head}</th>`).join("")}</tr></thead>
		<tbody>${rows.join("")}</tbody></table>`);
}

frappe.listview_settings["Severance Settlement"] = { add_fields: ["stage", "docstatus"], hide_name_column: true, hide_name_filter: true };

const COLUMNS_OF = {
	Acquisition: ["employee", "joined_on", "remarks"],
	Loss: ["employee", "left_on", "total_pay", "months", "remarks"],
	"Health Total Pay": ["employee", "joined_on", "premium", "total_pay", "months", "remarks"],
	"Employment Total Pay": ["employee", "joined_on", "left_on", "total_pay", "employment_pay", "remarks"],
};

frappe.ui.form.on("Insurance Report", {
	setup(frm) {
		frm.set_query("employee", "rows", () => of_facility(frm));
	},

	onload(frm) {
		if (!frm.is_new() || frm.doc.from_date) return;
		const today = frappe.datetime.get_today();
		frm.set_value({
			from_date: frappe.datetime.month_start(today),
			to_date: frappe.datetime.month_end(today),
			year: Number(today.slice(0, 4)) - 1,
		});
	},

	refresh(frm) {
		frm.toggle_display("facility", !has_one_facility());
		show_columns(frm);
		if (frm.is_new()) {
			frm.set_intro(__("Save, and the people are taken from the cards and the payslips."), "blue");
			return;
		}
		const what = { "Health Total Pay": "xlsx", "Employment Total Pay": "xlsx" };
		if (!frm.perm[0]?.write) return;
		frm.add_custom_button(__("Form (PDF)"), () => take_report(frm, "pdf")).addClass("btn-primary");
		frm.add_custom_button(what[frm.doc.kind] ? __("Workbook (Excel)") : __("Upload File (Excel)"), () => take_report(frm, "xlsx"));
		if (frm.doc.filed_on) return;
		frm.add_custom_button(__("Take People Anew"), async () => {
			await frappe.xcall(`${FILINGS}.take_rows`, { name: frm.docname });
			frm.reload_doc();
		});
	},

	kind: show_columns,
});

function show_columns(frm) {
	const grid = frm.get_field("rows").grid;
	const shown = COLUMNS_OF[frm.doc.kind] || [];
	for (const { fieldname } of frappe.get_meta("Insurance Report Row").fields) {
		grid.update_docfield_property(fieldname, "hidden", shown.includes(fieldname) ? 0 : 1);
	}
	grid.reset_grid();
}

function take_report(frm, file_format) {
	ask_purpose((purpose) =>
		open_url_post(`/api/method/${FILINGS}.report_file`, { name: frm.docname, file_format, purpose }, file_format === "pdf")
	);
}

function ask_purpose(done) {
	frappe.prompt(
		{
			fieldname: "purpose",
			fieldtype: "Data",
			label: __("Purpose"),
			reqd: 1,
			default: __("Handing in to the office"),
			description: __("The file holds whole resident registration numbers. Who takes it, and what for, is logged."),
		},
		({ purpose }) => done(purpose),
		__("Purpose"),
		__("Download")
	);
}

frappe.listview_settings["Insurance Report"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["filed_on"],
	get_indicator: (doc) =>
		doc.filed_on ? [__("Handed In"), "green", "filed_on,is,set"] : [__("To Be Handed In"), "orange", "filed_on,is,not set"],
};

frappe.ui.form.on("Year-end Adjustment", {
	setup(frm) {
		frm.set_query("employee", () => of_facility(frm));
	},

	async onload(frm) {
		if (!frm.is_new() || !frm.doc.facility || frm.doc.year) return;
		const { year } = await frappe.xcall(`${FILINGS}.adjustment_defaults`, { facility: frm.doc.facility }, "GET");
		frm.set_value({ year, paid_year: year + 1, paid_month: 2 });
	},

	refresh(frm) {
		frm.toggle_display("facility", !has_one_facility());
		if (frm.doc.payslip) frm.set_intro(__("Settled with a confirmed payslip."), "green");
	},

	async kind(frm) {
		if (frm.doc.kind !== "Leaver" || !frm.doc.employee) return;
		const { message } = await frappe.db.get_value("Facility Employee", frm.doc.employee, "left_on");
		if (!message?.left_on) return;
		const [year, month] = message.left_on.split("-").map(Number);
		frm.set_value({ year, paid_year: year, paid_month: month });
	},
});

frappe.listview_settings["Year-end Adjustment"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["is_known", "payslip"],
	get_indicator(doc) {
		if (doc.payslip) return [__("Settled"), "green", "payslip,is,set"];
		return doc.is_known ? [__("Result Entered"), "blue", "is_known,=,1"] : [__("Result Missing"), "orange", "is_known,=,0"];
	},
	onload(list) {
		if (!frappe.model.can_create("Year-end Adjustment")) return;
		list.page.add_inner_button(__("Make for Everybody"), () => make_adjustments(list));
		list.page.add_inner_button(__("Upload Results"), () =>
			huimang.upload({ kind: "year_end", title: __("Year-end Adjustment"), done: () => list.refresh() })
		);
	},
};

function make_adjustments(list) {
	const year = Number(frappe.datetime.get_today().slice(0, 4)) - 1;
	frappe.prompt(
		[
			{ fieldname: "facility", fieldtype: "Link", options: "Facility", label: __("Facility"), reqd: 1, default: frappe.defaults.get_user_default("Facility") },
			{ fieldname: "year", fieldtype: "Int", label: __("Year of the Income"), reqd: 1, default: year },
		],
		async (values) => {
			const made = await frappe.xcall(`${FILINGS}.make_adjustments`, values);
			frappe.show_alert(__("{0} adjustments were made.", [made]));
			list.refresh();
		},
		__("Make for Everybody"),
		__("Make")
	);
}

/** Put the button for a file with whole resident numbers on a statement of wages. */
huimang.personnel.add_wage_file = (report) => {
	if (!frappe.model.can_create("Facility Employee")) return;
	report.page.add_inner_button(__("File for the Tax Office (Excel)"), () => {
		const filters = report.get_filter_values(true);
		if (!filters) return;
		ask_purpose((purpose) =>
			open_url_post(`/api/method/${FILINGS}.wage_file`, {
				statement: report.statement,
				filters: JSON.stringify(filters),
				purpose,
			})
		);
	});
};

// Budgets as Excel files: the template to fill in, and the upload that tells every wrong row before it takes any.

import { chosen, file_picker, send, show_faults } from "./excel_file";

frappe.provide("huimang_budget");

huimang_budget.download = function (accounting_year, budget) {
	const query = new URLSearchParams({ accounting_year, ...(budget ? { budget } : {}) });
	window.location.assign(`/api/method/huimang.budget.api.download_template?${query}`);
};

/** Open the upload: into the draft of a form (`frm`), or as a new version out of the list (`list`). */
huimang_budget.upload = function ({ frm, list }) {
	new BudgetUpload(frm, list).show();
};

class BudgetUpload {
	constructor(frm, list) {
		this.frm = frm;
		this.list = list;
		this.dialog = new frappe.ui.Dialog({
			title: __("Upload a Budget from Excel"),
			size: "extra-large",
			fields: this.fields(),
			primary_action_label: __("Check the File"),
			primary_action: () => (this.is_checked ? this.take_over() : this.check()),
		});
		this.$result = this.dialog.fields_dict.result.$wrapper.addClass("budget-upload-result");
		this.set_up_file();
	}

	show() {
		this.dialog.show();
		this.load_defaults(this.frm ? this.frm.doc.facility : frappe.defaults.get_user_default("Facility"));
	}

	fields() {
		// a Link field also says it has changed when it has only been looked up
		const changed = () => {
			if (JSON.stringify(this.options()) !== this.checked_options) this.set_checked(false);
		};
		const of_facility = (doctype, fieldname, label, extra = {}) => ({
			fieldname,
			fieldtype: "Link",
			options: doctype,
			label,
			onchange: changed,
			get_query: () => ({ filters: { facility: this.facility() || "", ...extra } }),
		});
		const target = this.frm
			? []
			: [
					{
						fieldname: "facility",
						fieldtype: "Link",
						options: "Facility",
						label: __("Facility"),
						reqd: 1,
						default: frappe.defaults.get_user_default("Facility"),
						onchange: () => this.load_defaults(this.facility()),
					},
					{ fieldtype: "Column Break" },
					{
						...of_facility("Accounting Year", "accounting_year", __("Accounting Year"), {
							status: ["!=", "Closed"],
						}),
						reqd: 1,
					},
					{ fieldtype: "Section Break" },
			  ];
		return [
			...target,
			{ fieldname: "file", fieldtype: "HTML" },
			{ fieldtype: "Section Break" },
			of_facility("Welfare Program", "program", __("Program for Empty Cells"), { is_active: 1 }),
			{ fieldtype: "Column Break" },
			of_facility("Fund Source", "fund_source", __("Fund Source for Empty Cells"), { is_active: 1 }),
			{ fieldtype: "Section Break" },
			{
				fieldname: "create_subjects",
				fieldtype: "Check",
				label: __("Make the subjects that are missing"),
				description: __(
					"Gwan, Hang, Mok and Semok in the file that the facility lacks are added as its own subjects."
				),
				onchange: changed,
			},
			{ fieldname: "result", fieldtype: "HTML" },
		];
	}

	set_up_file() {
		this.$file = file_picker(this.dialog.fields_dict.file.$wrapper, {
			on_change: () => this.set_checked(false),
			on_template: () => {
				const year = this.frm ? this.frm.doc.accounting_year : this.dialog.get_value("accounting_year");
				if (!year) return frappe.show_alert({ message: __("Please choose the accounting year first."), indicator: "orange" });
				huimang_budget.download(year);
			},
		});
	}

	options() {
		const { facility, file, result, ...options } = this.dialog?.get_values(true, false) || {};
		return { ...options, create_subjects: options.create_subjects ? 1 : 0 };
	}

	facility() {
		return this.frm ? this.frm.doc.facility : this.dialog.get_value("facility");
	}

	async load_defaults(facility) {
		if (!facility || facility === this.loaded) return;
		this.loaded = facility;
		const found = await frappe.xcall("huimang.budget.api.defaults", { facility }, "GET");
		if (!this.frm) await this.dialog.set_value("accounting_year", found.accounting_year);
		await this.dialog.set_value("program", found.program);
	}

	async check() {
		const report = await this.call("check_file");
		if (!report) return;
		this.checked_options = JSON.stringify(this.options());
		this.set_checked(report.is_clean);
		this.show_report(report);
	}

	async take_over() {
		const report = await this.call("import_file");
		if (!report) return;
		if (!report.budget) {
			this.set_checked(false);
			this.show_report(report);
			return;
		}
		this.dialog.hide();
		frappe.show_alert({ message: __("{0} rows were taken over.", [report.rows]), indicator: "green" });
		if (this.frm) this.frm.reload_doc();
		else frappe.set_route("Form", "Facility Budget", report.budget);
	}

	async call(method) {
		const file = chosen(this.$file);
		if (!file) return null;
		const args = {
			...this.options(),
			...(this.frm ? { budget: this.frm.doc.name } : {}),
			...(method === "import_file" ? { filename: file.name } : {}),
		};
		return send(`huimang.budget.api.${method}`, args, file);
	}

	set_checked(is_checked) {
		this.is_checked = is_checked;
		this.dialog.get_primary_btn().text(is_checked ? __("Take Over") : __("Check the File"));
		if (!is_checked) this.$result.toggleClass("is-stale", true);
	}

	show_report(report) {
		this.$result.removeClass("is-stale").html(`
			${headline(report)}
			${listing(__("Please Note"), report.notes.map((note) => frappe.utils.escape_html(note)))}
			${listing(__("Subjects to Be Made"), report.new_subjects.map(new_subject))}
			<div class="budget-faults"></div>`);
		if (report.faults.length) show_faults(this.$result.find(".budget-faults"), report.faults);
	}
}

function headline(report) {
	const bad = new Set(report.faults.map((fault) => fault.row)).size;
	const text = report.is_clean
		? __("All {0} rows of the sheet {1} are in order.", [report.rows, frappe.utils.escape_html(report.sheet)])
		: report.rows
		? __("{0} of {1} rows of the sheet {2} are wrong. Please correct them and upload the file again.", [
				bad,
				report.rows,
				frappe.utils.escape_html(report.sheet),
		  ])
		: __("There is nothing to take over.");
	const total = (label, value) => `<span>${label} <strong>${format_number(value, "#,###", 0)}</strong></span>`;
	return `<div class="budget-verdict">
		<span class="indicator-pill ${report.is_clean ? "green" : "red"}">${text}</span>
		${report.is_clean ? total(__("Total Revenue"), report.revenue_total) + total(__("Total Expense"), report.expense_total) : ""}
	</div>`;
}

function listing(title, items) {
	return items.length ? `<h6>${title}</h6><ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>` : "";
}

function new_subject(subject) {
	const escape = frappe.utils.escape_html;
	return `${escape(subject.side)} · ${escape(subject.level)} · ${escape(subject.path)}`;
}

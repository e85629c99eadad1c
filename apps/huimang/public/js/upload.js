// A list from Excel, whatever it is a list of: every wrong row is told before any is taken (migration/README.md).

import { chosen, file_picker, send, show_faults } from "./excel_file";

frappe.provide("huimang");

/**
 * Open the upload of a list.
 *
 * @param {string} kind a key of the hook huimang_uploads
 * @param {string} title of the dialog
 * @param {string} help what to do, above the choice of the file
 * @param {boolean} template whether there is a workbook to fill in
 * @param {object[]} fields what the dialog asks besides facility and file: fields of a dialog, sent as options
 * @param {string} facility the facility, where it is known already
 * @param {function} done called after rows were taken over
 */
huimang.upload = function (options) {
	new Upload(options).dialog.show();
};

class Upload {
	constructor({ kind, title, help, template = true, fields = [], facility, done }) {
		Object.assign(this, { kind, fields, done, report: null });
		const changed = () => this.forget();
		this.dialog = new frappe.ui.Dialog({
			title,
			size: "large",
			fields: [
				{
					fieldname: "facility",
					fieldtype: "Link",
					options: "Facility",
					label: __("Facility"),
					reqd: 1,
					default: facility || frappe.defaults.get_user_default("Facility"),
					read_only: facility ? 1 : 0,
					onchange: changed,
				},
				...fields.map((field) => ({ ...field, onchange: changed })),
				{ fieldname: "file", fieldtype: "HTML" },
				{ fieldname: "result", fieldtype: "HTML" },
			],
			primary_action_label: __("Check the File"),
			primary_action: () => this.go_on(),
		});
		this.$input = file_picker(this.dialog.fields_dict.file.$wrapper, {
			help: help || (template ? __("Fill in the template and choose it here.") : ""),
			on_template: template ? () => this.download() : null,
			on_change: changed,
		});
		this.$result = this.dialog.fields_dict.result.$wrapper.addClass("excel-result");
	}

	download() {
		const facility = this.dialog.get_value("facility");
		if (!facility) return frappe.show_alert({ message: __("Please choose the facility first."), indicator: "orange" });
		const query = new URLSearchParams({ kind: this.kind, facility });
		window.location.assign(`/api/method/huimang.migration.api.template?${query}`);
	}

	/** What was told is about another file or other choices. */
	forget() {
		if (this.report && this.asked === this.question()) return;
		this.report = null;
		this.dialog.get_primary_btn().text(__("Check the File"));
		this.$result.empty();
	}

	question() {
		const file = this.$input[0].files[0];
		return JSON.stringify([this.args(), file?.name, file?.lastModified]);
	}

	args() {
		const options = Object.fromEntries(
			this.fields.filter((field) => field.fieldname).map(({ fieldname }) => [fieldname, this.dialog.get_value(fieldname)])
		);
		return { kind: this.kind, facility: this.dialog.get_value("facility"), options };
	}

	async go_on() {
		const file = chosen(this.$input);
		if (!file) return;
		this.asked = this.question();
		const method = is_ready(this.report) ? "take" : "check";
		const report = await send(`huimang.migration.api.${method}`, this.args(), file);
		if (report.taken === null) return this.show(report);
		this.dialog.hide();
		frappe.show_alert({ message: __("{0} records were taken over.", [report.taken]), indicator: "green" });
		this.done?.(report);
	}

	show(report) {
		this.report = report;
		this.dialog.get_primary_btn().text(is_ready(report) ? __("Take Over") : __("Check the File"));
		const notes = report.notes.map((note) => `<p>${frappe.utils.escape_html(note)}</p>`).join("");
		this.$result.html(`${verdict(report)}${notes}<div></div>`);
		if (report.faults.length) show_faults(this.$result.children().last(), report.faults);
	}
}

function is_ready(report) {
	return Boolean(report?.is_clean && report.new + report.changed);
}

function verdict(report) {
	if (report.faults.length) {
		const bad = new Set(report.faults.map((fault) => fault.row)).size;
		return pill("red", __("{0} of {1} rows are wrong. Please correct them and upload the file again.", [bad, report.rows]));
	}
	if (!report.rows) return pill("gray", __("There is nothing to take over."));
	if (!is_ready(report)) return pill("gray", __("All {0} records are there already.", [report.known]));
	return pill("green", __("{0} new records, {1} changed, {2} are there already.", [report.new, report.changed, report.known]));
}

function pill(colour, text) {
	return `<p><span class="indicator-pill ${colour}">${text}</span></p>`;
}

// A list from Excel, whatever it is a list of: every wrong row is told before any is taken (migration/README.md).

import { as_base64, chosen, file_picker, send, show_faults } from "./excel_file";

const API = "huimang.migration.api";
const EVENT = "huimang_facility_import";

frappe.provide("huimang");

/**
 * Open the upload of a list.
 *
 * @param {string} kind a key of the hook huimang_uploads
 * @param {string} title of the dialog
 * @param {string} help what to do, above the choice of the file
 * @param {string} accept the kinds of files to choose among, where workbooks are not all
 * @param {boolean} template whether there is a workbook to fill in
 * @param {object[]} fields what the dialog asks besides facility and file: fields of a dialog, sent as options
 * @param {string} facility the facility, where it is known already
 * @param {function} done called after rows were taken over
 */
huimang.upload = function (options) {
	new Upload(options).dialog.show();
};

class Upload {
	constructor({ kind, title, help, accept, template = true, fields = [], facility, done }) {
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
			accept,
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
		window.location.assign(`/api/method/${API}.template?${query}`);
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

	async go_on(good_only = false) {
		const file = chosen(this.$input);
		if (!file) return;
		this.asked = this.question();
		if (!good_only && !is_ready(this.report)) {
			return this.show(await send(`${API}.check`, this.args(), file));
		}
		const order = { file_name: file.name, rows: this.report.rows, good_only: Number(good_only) };
		const report = await send(`${API}.take`, { ...this.args(), ...order }, file);
		if (report.background) return this.wait(report.facility_import);
		if (report.taken === null) return this.show(report);
		this.end(report);
	}

	/** A large file is taken over in the background; its progress bar comes by itself. */
	wait(facility_import) {
		this.dialog.hide();
		frappe.show_alert({ message: __("The file is being taken over. You may go on working meanwhile."), indicator: "blue" });
		const told = async (message) => {
			if (message.facility_import !== facility_import) return;
			frappe.realtime.off(EVENT, told);
			frappe.hide_progress();
			if (message.reason !== null) return frappe.set_route("Form", "Facility Import", facility_import);
			const { message: doc } = await frappe.db.get_value("Facility Import", facility_import, ["taken", "status"]);
			if (doc.status === "Done") this.end({ taken: doc.taken, facility_import });
			else frappe.set_route("Form", "Facility Import", facility_import);
		};
		frappe.realtime.on(EVENT, told);
	}

	end(report) {
		this.dialog.hide();
		const link = frappe.utils.get_form_link("Facility Import", report.facility_import, true, __("Record of the import"));
		frappe.show_alert({ message: `${__("{0} records were taken over.", [report.taken])} ${link}`, indicator: "green" }, 10);
		this.done?.(report);
	}

	show(report) {
		this.report = report;
		this.dialog.get_primary_btn().text(is_ready(report) ? __("Take Over") : __("Check the File"));
		const notes = report.notes.map((note) => `<p>${frappe.utils.escape_html(note)}</p>`).join("");
		this.$result.html(`${verdict(report)}${notes}${report.tables.map(table).join("")}<div></div>`);
		if (!report.faults.length) return;
		show_faults(this.$result.children().last(), report.faults);
		this.offer(report);
	}

	/** What may be done about wrong rows besides correcting them: take them home as a list, or leave them out. */
	offer(report) {
		const $offer = $('<p class="mt-2"></p>').insertBefore(this.$result.children().last());
		const button = (text, act) => $('<button class="btn btn-xs btn-default mr-2">').text(text).on("click", act).appendTo($offer);
		button(__("Download the Wrong Rows"), () => this.download_faults());
		const good = report.new + report.changed;
		if (good) button(__("Take Over the {0} Good Rows Only", [good]), () => this.go_on(true));
	}

	async download_faults() {
		const content = await as_base64(chosen(this.$input));
		const { options, ...args } = this.args();
		open_url_post(`/api/method/${API}.wrong_rows`, { ...args, options: JSON.stringify(options), content });
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

/** Figures to compare before the file is taken over. */
function table({ title, head, rows }) {
	if (!rows.length) return "";
	const row = (cells, tag) =>
		`<tr>${cells.map((text, at) => `<${tag} class="${at ? "text-right" : ""}">${frappe.utils.escape_html(text)}</${tag}>`).join("")}</tr>`;
	return `
		<h6>${frappe.utils.escape_html(title)}</h6>
		<div class="excel-figures"><table class="table table-bordered table-sm">
			<thead>${row(head, "th")}</thead><tbody>${rows.map((cells) => row(cells, "td")).join("")}</tbody>
		</table></div>`;
}

function pill(colour, text) {
	return `<p><span class="indicator-pill ${colour}">${text}</span></p>`;
}

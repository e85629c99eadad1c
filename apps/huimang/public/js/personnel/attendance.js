// Attendance from Excel: every wrong row is told before any is taken.

frappe.provide("huimang_personnel");

const ROWS_AT_ONCE = 300;

huimang_personnel.upload_attendance = (list) => {
	let report = null;
	const dialog = new frappe.ui.Dialog({
		title: __("Upload Attendance"),
		size: "large",
		fields: [
			{
				fieldname: "facility",
				fieldtype: "Link",
				options: "Facility",
				label: __("Facility"),
				reqd: 1,
				default: frappe.defaults.get_user_default("Facility"),
				onchange: () => stale(),
			},
			{ fieldname: "file", fieldtype: "HTML" },
			{ fieldname: "result", fieldtype: "HTML" },
		],
		primary_action_label: __("Check the File"),
		primary_action: async () => {
			const ready = report?.is_clean && report.new + report.changed;
			const answer = await send(ready ? "import_attendance" : "check_attendance");
			if (!answer) return;
			if (answer.taken !== undefined) {
				dialog.hide();
				frappe.show_alert({ message: __("{0} records were taken over.", [answer.taken]), indicator: "green" });
				list.refresh();
				return;
			}
			report = answer;
			show(report);
		},
	});
	const place = dialog.fields_dict.file.$wrapper.html(`
		<p class="text-muted">${__("Fill in the template and choose it here.")}
		<a href="/api/method/huimang.personnel.work_api.attendance_template">${__("Download the Template")}</a></p>
		<div class="budget-file"><label class="btn btn-sm btn-default">${__("Choose an Excel File")}<input type="file" accept=".xlsx" class="sr-only"></label>
		<span class="budget-file-name text-muted">${__("No file chosen")}</span></div>`);
	const input = place.find("input").on("change", (event) => {
		place.find(".budget-file-name").text(event.target.files[0]?.name || __("No file chosen"));
		stale();
	});
	const stale = () => {
		report = null;
		dialog.get_primary_btn().text(__("Check the File"));
		dialog.fields_dict.result.$wrapper.empty();
	};
	const send = async (method) => {
		const file = input[0].files[0];
		const facility = dialog.get_value("facility");
		if (!file || !facility) {
			frappe.show_alert({ message: __("Please choose an Excel file first."), indicator: "orange" });
			return null;
		}
		const content = await as_base64(file);
		return frappe.xcall(`huimang.personnel.work_api.${method}`, { facility, content }, "POST", {
			freeze: true,
			freeze_message: __("Reading the file …"),
		});
	};
	const show = (told) => {
		const ready = told.is_clean && told.new + told.changed;
		dialog.get_primary_btn().text(ready ? __("Take Over") : __("Check the File"));
		dialog.fields_dict.result.$wrapper.html(summary(told) + faults(told.faults));
	};
	dialog.show();
};

function summary(report) {
	if (!report.is_clean) {
		const rows = new Set(report.faults.map((fault) => fault.row)).size;
		return `<p><span class="indicator-pill red">${__("{0} of {1} rows are wrong. Please correct them and upload the file again.", [rows, report.rows])}</span></p>`;
	}
	const text = __("{0} new records, {1} changed, {2} are there already.", [report.new, report.changed, report.known]);
	return `<p><span class="indicator-pill green">${text}</span></p>`;
}

function faults(found) {
	if (!found.length) return "";
	const escape = frappe.utils.escape_html;
	const rows = found
		.slice(0, ROWS_AT_ONCE)
		.map(({ row, column, value, reason }) => `<tr><td>${row}</td><td>${escape(column)}</td><td>${escape(value)}</td><td>${reason}</td></tr>`);
	return `<table class="table table-bordered table-sm"><thead><tr><th>${__("Row")}</th><th>${__("Column")}</th>
		<th>${__("Value")}</th><th>${__("Reason")}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function as_base64(file) {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result.split(",", 2)[1] || "");
		reader.onerror = reject;
		reader.readAsDataURL(file);
	});
}

// Lists of Hometax: uploaded, every wrong row told before any is taken, and linked to resolutions.

frappe.provide("huimang_tax");

const ROWS_AT_ONCE = 300;

const facility_field = {
	fieldname: "facility",
	fieldtype: "Link",
	options: "Facility",
	label: __("Facility"),
	reqd: 1,
};

huimang_tax.upload_invoices = (list) => {
	let report = null;
	const dialog = new frappe.ui.Dialog({
		title: __("Upload a Hometax List"),
		size: "large",
		fields: [
			{ ...facility_field, default: frappe.defaults.get_user_default("Facility"), onchange: () => stale() },
			{ fieldname: "file", fieldtype: "HTML" },
			{ fieldname: "result", fieldtype: "HTML" },
		],
		primary_action_label: __("Check the File"),
		primary_action: async () => {
			const answer = await send(report?.is_clean && report.new ? "import_invoices" : "check_invoices");
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
		<p class="text-muted">${__("Download the list of tax invoices, invoices or cash receipts as Excel from Hometax and choose it here.")}</p>
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
		return frappe.xcall(`huimang.tax.api.${method}`, { facility, content }, "POST", {
			freeze: true,
			freeze_message: __("Reading the file …"),
		});
	};
	const show = (told) => {
		dialog.get_primary_btn().text(told.is_clean && told.new ? __("Take Over") : __("Check the File"));
		dialog.fields_dict.result.$wrapper.html(summary(told) + faults(told.faults));
	};
	dialog.show();
};

huimang_tax.link_invoices = (list) => {
	frappe.prompt(
		{
			...facility_field,
			default: frappe.defaults.get_user_default("Facility"),
			description: __("Links every invoice for which one resolution alone has its counterparty and its amount."),
		},
		async ({ facility }) => {
			const { linked, open } = await frappe.xcall("huimang.tax.api.link_invoices", { facility });
			frappe.msgprint(__("{0} invoices were linked; {1} are still open.", [linked, open]));
			list.refresh();
		},
		__("Link to Resolutions"),
		__("Link")
	);
};

function summary(report) {
	if (!report.is_clean) {
		const rows = new Set(report.faults.map((fault) => fault.row)).size;
		return `<p><span class="indicator-pill red">${__("{0} of {1} rows are wrong. Please correct them and upload the file again.", [rows, report.rows])}</span></p>`;
	}
	const text = report.new
		? __("{0} new records: {1} received, {2} issued, {3} won in total. {4} are there already and are passed over.", [
				report.new,
				report.received,
				report.issued,
				format_number(report.total_amount, "#,###", 0),
				report.known,
		  ])
		: __("All {0} records are there already.", [report.known]);
	return `<p><span class="indicator-pill ${report.new ? "green" : "gray"}">${text}</span></p>`;
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

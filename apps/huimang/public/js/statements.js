// Statements in Desk: figures as the forms write them, and the buttons that give the same figures on paper and as a spreadsheet.

frappe.provide("huimang.statements");

Object.assign(huimang.statements, {
	/** Filters that every statement begins with. */
	books_filters() {
		return [
			{
				fieldname: "facility",
				label: __("Facility"),
				fieldtype: "Link",
				options: "Facility",
				reqd: 1,
				on_change: (report) => clear_foreign(report),
			},
			{
				fieldname: "accounting_year",
				label: __("Accounting Year"),
				fieldtype: "Link",
				options: "Accounting Year",
				reqd: 1,
				get_query: () => of_facility(),
			},
		];
	},

	month_filter(fieldname, label) {
		return { fieldname, label, fieldtype: "Select", options: months() };
	},

	/** A link to a document of the facility that is chosen. */
	facility_link(fieldname, label, options) {
		return { fieldname, label, fieldtype: "Link", options, get_query: () => of_facility() };
	},

	/** To be called from a report's onload: fills the filters that are empty and adds the buttons. */
	async prepare(report, statement, month_field) {
		add_button(report, statement, "pdf", __("PDF"));
		add_button(report, statement, "xlsx", __("Excel"));
		const { month, ...values } = await frappe.xcall("huimang.statements.api.defaults", { statement });
		if (!month || report.get_filter_value("facility") || report.get_filter_value("accounting_year")) return;
		await report.set_filter_value({ ...values, [month_field]: String(month) });
	},

	/** The formatter of every statement's report. */
	formatter(value, row, column, data, default_formatter) {
		if (!data) return default_formatter(value, row, column, data);
		const text = written(value, column, default_formatter(value, row, column, data));
		const linked = data.link && opens_document(column) ? link_to(data.link, text) : text;
		return STRONG.includes(data.kind) || (data.kind === "entry" && data.indent === 1) ? `<b>${linked}</b>` : linked;
	},
});

const STRONG = ["section", "opening", "subtotal", "running", "total"];

function written(value, column, plain) {
	if (column.kind !== "won" && column.kind !== "rate") return plain;
	if (value === null || value === undefined || value === "") return "";
	const digits = column.kind === "rate" ? 1 : 0;
	const amount = Math.abs(value).toLocaleString("ko-KR", {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
	});
	return `<div style="text-align: right">${value < 0 ? "△" : ""}${amount}</div>`;
}

function opens_document(column) {
	return ["remarks", "tree"].includes(column.fieldname);
}

function link_to([doctype, name], text) {
	const path = frappe.utils.get_form_link(doctype, name);
	return `<a href="${frappe.utils.escape_html(path)}">${text}</a>`;
}

function of_facility() {
	return { filters: { facility: frappe.query_report.get_filter_value("facility") || "" } };
}

/** What was chosen from another facility's lists means nothing here. */
function clear_foreign(report) {
	const foreign = ["accounting_year", "bank_account", "program", "fund_source"];
	const present = foreign.filter((fieldname) => report.get_filter_value(fieldname));
	if (present.length) {
		report.set_filter_value(Object.fromEntries(present.map((fieldname) => [fieldname, ""])));
	} else {
		report.refresh();
	}
}

function months() {
	return Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: __("{0} (month)", [i + 1]) }));
}

function add_button(report, statement, file_format, label) {
	report.page.add_inner_button(label, () => {
		const filters = report.get_filter_values(true);
		if (!filters) return;
		open_url_post("/api/method/huimang.statements.api.download", {
			statement,
			file_format,
			filters: JSON.stringify(filters),
		});
	});
}

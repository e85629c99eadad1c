// Statements in Desk: figures as the forms write them, and the buttons that give the same figures on paper and as a spreadsheet.

import "./settlement_pack";

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
				on_change: (report) => !report._no_refresh && follow_facility(report),
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

	/**
	 * A statement's report in Desk.
	 *
	 * @param statement its name on the server.
	 * @param filters what it is asked besides the books.
	 * @param months names of those filters that start with the month of the last entry.
	 */
	report(statement, filters = [], months = []) {
		return {
			filters: [...huimang.statements.books_filters(), ...filters],
			formatter: huimang.statements.formatter,
			onload: (report) => huimang.statements.prepare(report, statement, months),
		};
	},

	/** One of a few choices, given as [value, label]; the first of them unless another is chosen. */
	choice_filter(fieldname, label, choices, value = choices[0][0]) {
		const options = choices.map(([value, label]) => ({ value, label }));
		return { fieldname, label, fieldtype: "Select", options, default: value };
	},

	month_filter(fieldname, label) {
		return { fieldname, label, fieldtype: "Select", options: months() };
	},

	/** A day of the year, today unless another is chosen. */
	day_filter(fieldname, label) {
		return { fieldname, label, fieldtype: "Date", default: frappe.datetime.get_today(), reqd: 1 };
	},

	side_filter() {
		return huimang.statements.choice_filter("side", __("Side"), [
			["Both", __("Revenue and Expense")],
			["Revenue", __("Revenue")],
			["Expense", __("Expense")],
		]);
	},

	/** A 목 or 세목 of the facility, of the side that is chosen. */
	subject_filter() {
		return {
			fieldname: "account_subject",
			label: __("Account Subject"),
			fieldtype: "Link",
			options: "Account Subject",
			get_query: () => {
				const side = frappe.query_report.get_filter_value("side");
				const filters = { ...of_facility().filters, level: ["in", ["Mok", "Semok"]] };
				return { filters: side && side !== "Both" ? { ...filters, side } : filters };
			},
		};
	},

	/** A version of the year's budget; the one in force unless another is chosen. */
	budget_filter() {
		return {
			fieldname: "budget",
			label: __("Facility Budget"),
			fieldtype: "Link",
			options: "Facility Budget",
			get_query: () => {
				const accounting_year = frappe.query_report.get_filter_value("accounting_year") || "";
				return { filters: { ...of_facility().filters, accounting_year } };
			},
		};
	},

	/** A grant of the facility; left out, all of the year. */
	grant_filter() {
		return {
			fieldname: "subsidy_grant",
			label: __("Subsidy Grant"),
			fieldtype: "Link",
			options: "Subsidy Grant",
			get_query: () => ({ filters: { ...of_facility().filters, docstatus: 1 } }),
		};
	},

	/** A link to a document of the facility that is chosen. */
	facility_link(fieldname, label, options) {
		return { fieldname, label, fieldtype: "Link", options, get_query: () => of_facility() };
	},

	/** A class of goods and property. */
	class_filter() {
		return { fieldname: "asset_class", label: __("Asset Class"), fieldtype: "Link", options: "Asset Class" };
	},

	/** To be called from a report's onload: fills the filters that are empty and puts our buttons in place of the framework's. */
	async prepare(report, statement, month_fields) {
		report.statement = statement;
		replace_tools(report);
		add_button(report, "pdf", __("PDF"));
		add_button(report, "xlsx", __("Excel"));
		report.huimang_facility = report.get_filter_value("facility") || "";
		if (report.huimang_facility || report.get_filter_value("accounting_year")) return;
		const { month, ...values } = await frappe.xcall("huimang.statements.api.defaults", { statement });
		if (!month) return;
		const chosen = month_fields.map((fieldname) => [fieldname, String(month)]);
		await set_quietly(report, { ...values, ...Object.fromEntries(chosen) });
		report.huimang_facility = values.facility;
	},

	/** Narrow the statement to one document of a filter; the answer keeps a link from leading away. */
	narrow(fieldname, name) {
		frappe.query_report.set_filter_value(fieldname, name);
		return false;
	},

	/** The formatter of every statement's report. */
	formatter(value, row, column, data, default_formatter) {
		if (!data) return default_formatter(value, row, column, data);
		const text = written(value, column, default_formatter(value, row, column, data));
		if (data.link && data.link[0] === "Counterparty" && opens_document(column)) return narrowing(text, data);
		const path = data.link && opens_document(column) && path_of(data);
		const linked = path ? `<a href="${frappe.utils.escape_html(path)}">${text}</a>` : text;
		return STRONG.includes(data.kind) || (data.kind === "entry" && data.indent === 1) ? `<b>${linked}</b>` : linked;
	},
});

/** Filters that name a document of the facility. */
const OF_FACILITY = [
	...["bank_account", "program", "fund_source", "account_subject", "counterparty", "budget"],
	...["consumable", "inspection", "place", "subsidy_grant"],
];
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

/** A counterparty's name, which a click takes for the filter: its entries follow. */
function narrowing(text, { link: [doctype, name], title }) {
	// A filter that is a link has no value until it knows its title.
	frappe.utils.add_link_title(doctype, name, title);
	const call = frappe.utils.escape_html(`return huimang.statements.narrow("counterparty", ${JSON.stringify(name)})`);
	return `<a href="#" onclick="${call}">${text}</a>`;
}

function opens_document(column) {
	return ["remarks", "tree", "title"].includes(column.fieldname);
}

/** Where a click on a row leads: to its document, or from a 목 or 세목 to the entries that it adds up. */
function path_of({ link: [doctype, name], indent }) {
	const { facility, accounting_year } = frappe.query_report.get_filter_values();
	if (doctype !== "Account Subject") return frappe.utils.get_form_link(doctype, name);
	// Outside of a tree, a subject is a 목.
	const field = indent === undefined ? "mok" : { 3: "mok", 4: "account_subject" }[indent];
	if (!field) return null;
	const list = frappe.utils.get_form_link("Ledger Entry", "").replace(/\/$/, "");
	return `${list}?${new URLSearchParams({ facility, accounting_year, [field]: name })}`;
}

function of_facility() {
	return { filters: { facility: frappe.query_report.get_filter_value("facility") || "" } };
}

/** What was chosen from another facility's lists means nothing here; the books of today are those one looks for. */
async function follow_facility(report) {
	const facility = report.get_filter_value("facility");
	const before = report.huimang_facility;
	report.huimang_facility = facility;
	// A link that names a facility names its documents as well: they are there to stay.
	if (before === undefined || before === facility) return;
	// what came together with the first facility is its own
	const has = (fieldname) => report.filters.some((filter) => filter.df.fieldname === fieldname);
	const own = before ? OF_FACILITY.filter(has) : [];
	const { statement } = report;
	const found = facility && (await frappe.xcall("huimang.statements.api.defaults", { statement, facility }));
	await set_quietly(report, {
		...Object.fromEntries(own.map((fieldname) => [fieldname, ""])),
		accounting_year: (found && found.accounting_year) || "",
	});
	report.refresh();
}

/** Set filters one after the other without a refresh after each. */
async function set_quietly(report, values) {
	report._no_refresh = true;
	for (const [fieldname, value] of Object.entries(values)) {
		const filter = report.filters.find((candidate) => candidate.df.fieldname === fieldname);
		// not every statement is of a year's books
		if (!filter) continue;
		// A link shows a title, and has no value until it knows it.
		if (value && filter.df.fieldtype === "Link") await frappe.utils.fetch_link_title(filter.df.options, value);
		await filter.set_value(value);
	}
	report._no_refresh = false;
}

/**
 * A statement leaves the screen by our buttons only: the framework's print and export would give other figures another
 * look. Charts and number cards of it are for administrators to make.
 */
function replace_tools(report) {
	const kept = [__("Edit"), __("Refresh")];
	report.menu_items = report.menu_items.filter((item) => kept.includes(item.label));
	report.page.clear_menu();
	report.set_menu_items();
	if (!frappe.user.has_role("System Manager")) {
		report.add_card_button_to_toolbar = () => {};
		report.add_chart_buttons_to_toolbar = () => {};
	}
}

function months() {
	return Array.from({ length: 12 }, (_, i) => ({ value: String(i + 1), label: __("{0} (month)", [i + 1]) }));
}

function add_button(report, file_format, label) {
	report.page.add_inner_button(label, () => {
		const filters = report.get_filter_values(true);
		if (filters) download(report.statement, filters, file_format);
	});
}

/** A PDF opens beside the page, a spreadsheet is saved. */
function download(statement, filters, file_format) {
	const values = { statement, file_format, filters: JSON.stringify(filters) };
	open_url_post("/api/method/huimang.statements.api.download", values, file_format === "pdf");
}

frappe.ui.form.on("Facility Budget", {
	/** A budget goes to its meetings and to the local government as 세입·세출명세서. */
	refresh(frm) {
		if (frm.is_new() || !frm.perm[0]?.print) return;
		const { facility, accounting_year, name: budget } = frm.doc;
		frm.add_custom_button(__("Budget Details"), () =>
			download("budget_details", { facility, accounting_year, budget }, "pdf")
		);
	},
});

// Korean where the framework has none: dates in the picker, units of short numbers, headings of workspaces.

$.fn.datepicker.language["ko"] = {
	days: ["일요일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일"],
	daysShort: ["일", "월", "화", "수", "목", "금", "토"],
	daysMin: ["일", "월", "화", "수", "목", "금", "토"],
	months: ["1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월", "11월", "12월"],
	monthsShort: ["1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월", "11월", "12월"],
	today: "오늘",
	clear: "지우기",
	dateFormat: "yyyy-mm-dd",
	timeFormat: "hh:ii",
	firstDay: 0,
};

const KOREAN_UNITS = [
	{ divisor: 1e12, symbol: "조" },
	{ divisor: 1e8, symbol: "억" },
	{ divisor: 1e4, symbol: "만" },
];

const number_system_of = frappe.utils.get_number_system;
frappe.utils.get_number_system = function (country) {
	if (country === "Korea, Republic of") return KOREAN_UNITS;
	return number_system_of.call(this, country);
};

// Headings of workspaces are shown as they were written; newer frameworks translate them.
const header = frappe.workspace_block.blocks.header.prototype;
const { get, set } = Object.getOwnPropertyDescriptor(header, "data");
Object.defineProperty(header, "data", {
	get,
	set(data) {
		const text = (data.text || "").replace(/>([^<>]+)</g, (_, words) => `>${__(words)}<`);
		set.call(this, { ...data, text });
	},
});

// The button that switches a list's view: the framework translates the sentence, but not the view's name in it.
const setup_view_menu = frappe.views.BaseList.prototype.setup_view_menu;
frappe.views.BaseList.prototype.setup_view_menu = function () {
	setup_view_menu.call(this);
	const label = __("{0} View", [__(this.view_name)]);
	this.views_menu?.closest(".custom-btn-group").find(".custom-btn-group-label").text(label);
};

// A choice in a list is shown translated; what the pointer shows of it is not.
const get_column_html = frappe.views.ListView.prototype.get_column_html;
frappe.views.ListView.prototype.get_column_html = function (col, doc) {
	const html = get_column_html.call(this, col, doc);
	const value = col.df?.fieldtype === "Select" && doc[col.df.fieldname];
	return value ? html.replace(`: ${value}">`, `: ${__(value)}">`) : html;
};

// The filters above the columns of a report.
for (const table of new Set([window.DataTable, frappe.DataTable])) {
	if (!table) continue;
	const render_header = table.prototype.renderHeader;
	table.prototype.renderHeader = function () {
		render_header.call(this);
		for (const box of this.wrapper.querySelectorAll(".dt-filter[title^='Filter based on ']")) {
			box.title = __("Filter by {0}", [box.title.slice("Filter based on ".length)]);
		}
	};
}

// The marks beside what has happened to a document: the pointer shows their icons' names.
const make_timeline = frappe.ui.form.Footer.prototype.make_timeline;
frappe.ui.form.Footer.prototype.make_timeline = function () {
	make_timeline.call(this);
	const { timeline } = this.frm;
	const get_timeline_item = timeline.get_timeline_item;
	timeline.get_timeline_item = function (item) {
		const $item = get_timeline_item.call(this, item);
		$item.find(".timeline-badge[title]").attr("title", (_index, title) => __(title));
		return $item;
	};
};

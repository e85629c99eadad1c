// Small corrections to the framework's controls.

// The list below a Link field tells its filters in field names and code words. Staff did not set them and cannot read them.
frappe.ui.form.ControlLink.prototype.get_filter_description = () => "";

// A record with a title is found below it without its name: staff know 수용비, not F00001-E-132.
const merge_duplicates = frappe.ui.form.ControlLink.prototype.merge_duplicates;
frappe.ui.form.ControlLink.prototype.merge_duplicates = function (results) {
	for (const result of results) {
		if (result.label && result.label !== result.value && result.description?.startsWith(result.value)) {
			result.description = result.description.slice(result.value.length).replace(/^, /, "");
		}
	}
	return merge_duplicates.call(this, results);
};

// A quantity of 12 is 12, not 12.0000.
const without_zeros = (text) => (/\.\d*$/.test(text) ? text.replace(/\.?0+$/, "") : text);

const float_for_input = frappe.ui.form.ControlFloat.prototype.format_for_input;
frappe.ui.form.ControlFloat.prototype.format_for_input = function (value) {
	const text = float_for_input.call(this, value);
	return this.df.fieldtype === "Float" ? without_zeros(text) : text;
};

const format_float = frappe.form.formatters.Float;
frappe.form.formatters.Float = function (value, docfield, options, doc) {
	const text = format_float.call(this, value, docfield, options, doc);
	return typeof text === "string" ? text.replace(/\d[\d,]*\.\d+/, without_zeros) : text;
};

// Won of the ledger are whole numbers in wide columns: they are read with separators, unlike a year or a month.
const format_int = frappe.form.formatters.Int;
frappe.form.formatters.Int = function (value, docfield, options, doc) {
	if (!(docfield?.length > 11) || value === null || value === undefined) {
		return format_int.call(this, value, docfield, options, doc);
	}
	return frappe.form.formatters._right(format_number(value, "#,###", 0), options);
};

// A table that was scrolled down and then gets fewer rows draws none of them: other rows are read from the first one on.
const refresh_table = window.DataTable.prototype.refresh;
window.DataTable.prototype.refresh = function (data, columns) {
	this.bodyScrollable.scrollTop = 0;
	return refresh_table.call(this, data, columns);
};

// An attached file goes by its name, not by its path on the server.
const file_name = (url) => decodeURIComponent(url.split("?")[0].split("/").pop());

const show_attachment = frappe.ui.form.ControlAttach.prototype.set_input;
frappe.ui.form.ControlAttach.prototype.set_input = function (value, ...rest) {
	show_attachment.call(this, value, ...rest);
	if (typeof value === "string" && value.startsWith("/")) {
		this.$value?.find(".attached-file-link").text(file_name(value));
	}
};

const format_attachment = frappe.form.formatters.Attach;
frappe.form.formatters.Attach = function (value, ...rest) {
	if (typeof value !== "string" || !value.startsWith("/")) return format_attachment.call(this, value, ...rest);
	const escape = frappe.utils.escape_html;
	return `<a href="${escape(encodeURI(value))}" target="_blank">${escape(file_name(value))}</a>`;
};

// Everybody works in one time zone: a time needs no "Asia/Seoul" below it.
const describe_time = frappe.ui.form.ControlDatetime.prototype.set_description;
frappe.ui.form.ControlDatetime.prototype.set_description = function () {
	this.df.hide_timezone = true;
	return describe_time.call(this);
};

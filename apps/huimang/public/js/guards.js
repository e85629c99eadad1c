// A tenth of a second after a number box gets the focus, the framework selects the text of whatever has the focus by
// then. Who types fast is on a button already, which has no text to select: that must not be an error.

HTMLElement.prototype.select ??= function () {};

// A time picker without seconds, which the package registry's copy is, has nothing to hide where seconds are left out.
const time_picker = $.fn.datepicker.Timepicker?.prototype;
if (time_picker) {
	time_picker.$seconds ??= $();
	time_picker.$secondsText ??= $();
}

// A report whose filters are not chosen yet says so on its page; that it also gives up with an error is of no use.
window.addEventListener("unhandledrejection", (event) => {
	if (event.reason === "Filter missing") event.preventDefault();
});

// A tenth of a second after a row was added, the framework puts the cursor into it. By then the row may be gone, or the
// form left, which must not be an error either.
const make_table = frappe.ui.form.ControlTable.prototype.make;
frappe.ui.form.ControlTable.prototype.make = function () {
	make_table.call(this);
	this.grid.set_focus_on_row = function (index) {
		const wanted = index || index === 0 ? index : this.grid_rows.length - 1;
		const fields = () => this.grid_rows[wanted]?.row.find('input[type="Text"],textarea,select') || $();
		setTimeout(() => fields().filter(":visible:first").focus(), 100);
	};
};

// A form that another user has changed is loaded anew a second later. Who has gone on to another form by then keeps that one:
// the framework would take the old form for the one in view, and save or decide on it.
const refresh_form = frappe.ui.form.Form.prototype.refresh;
frappe.ui.form.Form.prototype.refresh = function (docname) {
	const is_left = !docname && window.cur_frm && window.cur_frm !== this && !this.$wrapper?.is(":visible");
	return is_left ? undefined : refresh_form.call(this, docname);
};

// What one has decided oneself the server tells as well, while the form is loaded anew already: the framework would load it once more
// a second later, and close the menu that one has opened meanwhile.
$(document).on("startup", () => {
	const news = {};
	const key = ({ doctype, name }) => `${doctype} ${name}`;
	frappe.realtime.on("doc_update", (told) => {
		if (window.cur_frm?.doc?.modified !== told.modified) news[key(told)] = told.modified;
	});
	$(document).on("form-load", (_event, frm) => {
		frm.debounced_reload_doc = frappe.utils.debounce(() => {
			const is_shown = news[key(frm.doc)] === frm.doc.modified;
			delete news[key(frm.doc)];
			if (!is_shown) frm.reload_doc();
		}, 1000);
	});
});

// The framework draws a form twice when it opens, and says each time that it is locked. What stands there is not said again.
const { show_alert } = frappe;
frappe.show_alert = frappe.toast = (message, ...rest) => {
	const text = typeof message === "string" ? message : message?.message;
	const shown = [...document.querySelectorAll("#alert-container .desk-alert:not(.out) .alert-message")];
	return shown.some((told) => told.innerHTML === text) ? $() : show_alert(message, ...rest);
};

// What stands on a home comes with its page (huimang/desk.py). The framework would ask for each once more; their own forms do.
const ON_HOMES = ["Number Card", "Dashboard Chart", "Custom HTML Block"];
const { with_doc } = frappe.model;
frappe.model.with_doc = function (doctype, name, callback) {
	const came = ON_HOMES.includes(doctype) && frappe.get_route()?.[0] !== "Form" && locals[doctype]?.[name];
	return came ? Promise.resolve(came) : with_doc.call(this, doctype, name, callback);
};

// A chart fails over its own drawing when its page changes its width while it grows (numbers come in beside it), for what stands there
// is another drawing by then; and over widths below nothing where its page is not in view. So it is drawn anew as a whole, where there is room.
const ROOM = 120;
const { make_chart } = frappe.utils;
frappe.utils.make_chart = (wrapper, options = {}) => {
	const place = $(wrapper)[0];
	const make = () => steady(make_chart.call(frappe.utils, place, { animate: 0, ...options }), place);
	if (place.clientWidth >= ROOM) return make();
	const later = { update: (data) => (options.data = data), draw() {}, destroy: () => seen.disconnect() };
	const seen = new ResizeObserver(() => {
		if (place.clientWidth < ROOM) return;
		seen.disconnect();
		const chart = make();
		for (const name of ["update", "draw", "destroy"]) later[name] = (...values) => chart[name](...values);
	});
	seen.observe(place);
	return later;
};

function steady(chart, place) {
	const { draw } = chart;
	chart.draw = (...values) => {
		if (place.clientWidth < ROOM) return;
		if (chart.svg?.parentNode !== chart.container) {
			chart.container.querySelectorAll(":scope > svg").forEach((drawing) => drawing.remove());
			chart.svg = null;
		}
		draw.apply(chart, values);
	};
	return chart;
}

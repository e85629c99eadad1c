// 실습: a made-up facility to try everything in. The way in, from every page; and while one is in it, a banner that says so.

frappe.provide("huimang.practice");

const API = "huimang.practice.api";
const MOMENT = 1500;
const COLLEAGUES = { "In Approval": __("Let Colleagues Approve"), Approved: __("Let a Colleague Settle") };
const told = () => frappe.boot.huimang?.practice || { facilities: [], roles: [] };
const post = (method, args = {}) => frappe.call({ method: `${API}.${method}`, args, type: "POST" }).then((answer) => answer.message);
const role_options = () => told().roles.map((role) => ({ label: __(role), value: role }));
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

// Desk keeps documents, menus and defaults of the facility in memory: it begins anew.
function home() {
	window.location.assign("/app");
}

$(document).on("startup", () => {
	const { practice, facilities } = told();
	if (practice) show_banner();
	else if (facilities.length) offer();
	// another window of the same person began or ended to practise
	frappe.realtime.on("huimang_practice", () => huimang.practice.is_moving || home());
});

function offer() {
	// a phone has no help menu: there it stands in that of the user
	$(`<a class="dropdown-item practice-start" href="#">${__("Practise")}</a>`)
		.appendTo(".dropdown-help .dropdown-menu, #toolbar-user")
		.on("click", (event) => {
			event.preventDefault();
			huimang.practice.open();
		});
	$(document).on("page-change", offer_at_home);
	offer_at_home();
}

function offer_at_home() {
	if (frappe.get_route()?.[0] !== "Workspaces") return;
	const side = $(".desk-sidebar:visible").last();
	if (!side.length) return setTimeout(offer_at_home, MOMENT);
	if (side.siblings(".practice-start").length) return;
	$(`<button type="button" class="btn btn-default btn-sm practice-start practice-at-home">${__("Practise")}</button>`)
		.insertAfter(side)
		.on("click", huimang.practice.open);
}

/** Ask for what to practise, have it made where it is not there, and go in. */
huimang.practice.open = () => {
	const { facilities } = told();
	const dialog = new frappe.ui.Dialog({
		title: __("Practise"),
		fields: [
			{ fieldtype: "HTML", options: `<p>${__("A practice facility is filled with made-up data. Write, approve, pay, print: nothing of it reaches your real books, and no mail leaves.")}</p><p>${__("Please enter no data of real persons.")}</p>` },
			{
				fieldname: "facility", fieldtype: "Select", label: __("Facility"), reqd: 1, default: facilities[0].name,
				options: facilities.map((row) => ({ label: row.facility_name, value: row.name })), hidden: facilities.length === 1 ? 1 : 0,
			},
			{
				fieldname: "role", fieldtype: "Select", label: __("Role to Try"), options: [{ label: __("As at work"), value: "" }, ...role_options()],
				description: __("You can change the role at any time."),
			},
			{ fieldname: "progress", fieldtype: "HTML" },
		],
		primary_action_label: __("Start Practising"),
		primary_action: (values) => go_in(dialog, values),
	});
	dialog.show();
	return dialog;
};

async function go_in(dialog, { facility, role }) {
	dialog.disable_primary_action();
	huimang.practice.is_moving = true;
	try {
		for (;;) {
			const { is_ready, percent } = await post("start", { facility, role: role || null });
			if (is_ready) return home();
			if (!dialog.display) return;
			show_progress(dialog.fields_dict.progress.$wrapper, percent);
			await new Promise((go_on) => setTimeout(go_on, MOMENT));
		}
	} finally {
		huimang.practice.is_moving = false;
		dialog.enable_primary_action();
	}
}

function show_progress($place, percent) {
	if (!$place.find(".progress").length) {
		$place.html(`<p class="text-muted">${__("The practice facility is being made. This takes about half a minute.")}</p>
			<div class="progress"><div class="progress-bar"></div></div>`);
	}
	$place.find(".progress-bar").css("width", `${Math.max(percent, 3)}%`);
}

function show_banner() {
	const { title, role } = told();
	const options = role_options().map(({ label, value }) => `<option value="${value}"${value === role ? " selected" : ""}>${label}</option>`);
	const banner = $(`<div class="practice-banner" role="status">
		<strong>${__("Practising")}</strong>
		<span class="practice-title">${escape(title)}</span>
		<label><span>${__("Role")}</span> <select class="practice-role" aria-label="${__("Role to Try")}">${options.join("")}</select></label>
		<span class="practice-buttons">
			<button type="button" class="btn btn-xs practice-anew">${__("Begin Anew")}</button>
			<button type="button" class="btn btn-xs practice-leave">${__("End Practice")}</button>
		</span></div>`);
	$("body").addClass("is-practising").prepend(banner);
	banner.find(".practice-role").on("change", (event) => move("try_role", { role: event.target.value }));
	banner.find(".practice-leave").on("click", () => move("leave"));
	banner.find(".practice-anew").on("click", begin_anew);
	$(document).on("form-refresh", (_event, frm) => offer_colleagues(frm));
	const set_title = frappe.utils.set_title;
	frappe.utils.set_title = (text) => set_title.call(frappe.utils, `[${__("Practice")}] ${text}`);
}

// Who practises alone sees a document all its way: the made-up colleagues decide when they are asked.
function offer_colleagues(frm) {
	if (frm.is_new() || !frm.doc.__onload?.approval || !COLLEAGUES[frm.doc.stage]) return;
	frm.add_custom_button(COLLEAGUES[frm.doc.stage], async () => {
		await frappe.call({ method: `${API}.ask_colleagues`, args: { doctype: frm.doctype, name: frm.docname }, type: "POST", freeze: true });
		await frm.reload_doc();
		frappe.show_alert({ message: __(frm.doc.workflow_state), indicator: "green" });
	});
}

// A form that has just been changed is loaded anew a second later: not from the place that one is leaving.
const { reload_doc } = frappe.ui.form.Form.prototype;
frappe.ui.form.Form.prototype.reload_doc = function () {
	return huimang.practice.is_moving ? Promise.resolve() : reload_doc.call(this);
};

async function move(method, args) {
	huimang.practice.is_moving = true;
	await post(method, args);
	home();
}

async function begin_anew() {
	const { others } = await frappe.xcall(`${API}.state`, {}, "GET");
	const who = others.length ? `<p>${__("They practise here too: {0}", [escape(others.join(", "))])}</p>` : "";
	frappe.confirm(`${who}<p>${__("All that was practised is thrown away, and the practice facility is made anew. Go on?")}</p>`, async () => {
		await post("begin_anew");
		const dialog = new frappe.ui.Dialog({ title: __("Begin Anew"), static: true, fields: [{ fieldname: "progress", fieldtype: "HTML" }] });
		dialog.show();
		for (;;) {
			const { is_ready, percent } = await frappe.xcall(`${API}.state`, {}, "GET");
			if (is_ready) return home();
			show_progress(dialog.fields_dict.progress.$wrapper, percent);
			await new Promise((go_on) => setTimeout(go_on, MOMENT));
		}
	});
}

// A month's payroll: calculated in the background, compared with last month, person by person.

frappe.ui.form.on("Payroll Run", {
	setup(frm) {
		frm.set_query("accounting_year", () => ({ filters: { facility: frm.doc.facility || "", status: ["!=", "Closed"] } }));
	},

	async onload(frm) {
		if (frm.is_new()) await start(frm);
	},

	async facility(frm) {
		if (frm.is_new() && frm.doc.facility) await start(frm);
	},

	refresh(frm) {
		frm.page.sidebar.hide();
		for (const table of ["lines", "deductions"]) frm.get_field(table).grid.cannot_add_rows = true;
		frm.toggle_display(["section_break_totals", "section_break_lines"], !frm.is_new());
		if (frm.is_new()) return;
		listen(frm);
		add_buttons(frm);
		show_payslips(frm);
	},
});

async function start(frm) {
	const values = await frappe.xcall("huimang.personnel.payroll.api.run_defaults", { facility: frm.doc.facility }, "GET");
	for (const field of ["facility", "year", "month", "pay_day", "accounting_year"]) {
		if (values[field] && !frm.doc[field]) await frm.set_value(field, values[field]);
	}
	if (values.facility && !values.has_setting) {
		frm.set_intro(
			__("The payroll of this facility is not set up yet. Please open Payroll Setting and save it first."),
			"orange"
		);
	}
}

const in_hr = (frm) => frm.perm[0]?.create;

function add_buttons(frm) {
	const { stage, docstatus, name } = frm.doc;
	if (stage === "Draft" && in_hr(frm)) {
		const button = frm.add_custom_button(__("Calculate"), () => calculate(frm));
		if (frm.doc.calculation_status === "Not Calculated") button.removeClass("btn-default").addClass("btn-primary");
		frm.add_custom_button(__("Entries of the Month"), () => entries(frm));
	}
	if (frappe.model.can_read("Employee Pay")) {
		frm.add_custom_button(__("Payroll Register"), () =>
			frappe.set_route("query-report", "Payroll Register", {
				facility: frm.doc.facility,
				accounting_year: frm.doc.accounting_year,
				month: String(frm.doc.month),
			})
		);
		frm.add_custom_button(__("Payslips (PDF)"), () => print_all(frm));
		if (docstatus === 1) {
			frm.add_custom_button(__("Transfer List (CSV)"), () => transfer_list(frm));
			frm.add_custom_button(__("Mail Payslips"), () => mail_payslips(frm));
		}
	}
	if (stage === "Settled" && frappe.model.can_create("Expense Resolution")) {
		frm.add_custom_button(__("Resolutions"), () =>
			frappe.set_route("List", "Expense Resolution", { payroll_run: name })
		);
		frm.add_custom_button(__("Write Missing Resolutions"), async () => {
			const made = await frappe.xcall("huimang.personnel.payroll.api.complete_resolutions", { name });
			frappe.show_alert(__("{0} resolutions were written.", [made.length]));
		});
	}
}

async function calculate(frm) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall("huimang.personnel.payroll.api.calculate", { name: frm.docname });
	frappe.show_progress(__("Calculation"), 0, 100, __("The payroll is being calculated."));
	wait_until(frm, () => is_calculated(frm));
}

async function is_calculated(frm) {
	const { message } = await frappe.db.get_value("Payroll Run", frm.docname, "calculation_status");
	return message?.calculation_status !== "Queued";
}

async function is_mailed(frm) {
	const rows = await frappe.xcall("huimang.personnel.payroll.api.payslips", { name: frm.docname }, "GET");
	return !rows.some((row) => row.mail_status === "Queued");
}

/** What the background tells of this payroll. */
function listen(frm) {
	const events = { huimang_payroll: __("Calculation"), huimang_payslip_mail: __("Mail Payslips") };
	for (const [event, title] of Object.entries(events)) {
		frappe.realtime.off(event);
		frappe.realtime.on(event, (news) => {
			if (news.run !== cur_frm?.docname) return;
			if (!news.told && !news.problem) {
				frappe.show_progress(title, news.done, news.of);
				return;
			}
			frappe.show_alert({ message: news.told || news.problem, indicator: news.told ? "green" : "red" }, 7);
			finish(cur_frm);
		});
	}
	if (frm.doc.calculation_status === "Queued") wait_until(frm, () => is_calculated(frm));
}

/** Where realtime does not get through, the form looks for itself. */
function wait_until(frm, is_done) {
	clearTimeout(frm.waiting);
	frm.waiting = setTimeout(async () => {
		if (cur_frm !== frm) return;
		if (await is_done()) finish(frm);
		else wait_until(frm, is_done);
	}, 3000);
}

function finish(frm) {
	clearTimeout(frm.waiting);
	frappe.hide_progress();
	frm.reload_doc();
}

function entries(frm) {
	const { facility, year, month } = frm.doc;
	frappe.route_options = { facility, year, month };
	frappe.set_route("List", "Payroll Input", "Report");
}

const won = (value) => format_number(value || 0, "#,###", 0);
const text = (value) => frappe.utils.escape_html(value || "");

async function show_payslips(frm) {
	const field = frm.get_field("payslips");
	if (!frappe.model.can_read("Employee Pay")) {
		frm.toggle_display("section_break_slips", false);
		return;
	}
	const rows = await frappe.xcall("huimang.personnel.payroll.api.payslips", { name: frm.docname }, "GET");
	if (!rows.length) {
		field.$wrapper.html(`<p class="text-muted">${__("Nothing has been calculated yet.")}</p>`);
		return;
	}
	const heads = [__("Employee"), __("Pay"), __("Deducted"), __("Paid Out"), __("Against Last Month"), ""];
	field.$wrapper.html(`
		<table class="table table-sm hm-payslips">
			<thead><tr>${heads.map((head, at) => `<th class="${at ? "text-right" : ""}">${head}</th>`).join("")}</tr></thead>
			<tbody>${rows.map((row) => line(frm, row)).join("")}</tbody>
		</table>`);
	field.$wrapper.find("[data-slip]").on("click", (event) => {
		if (event.ctrlKey || event.metaKey) return;
		// the framework follows links to Desk wherever they are clicked
		event.preventDefault();
		event.stopPropagation();
		const { slip, title } = event.currentTarget.dataset;
		huimang_personnel.show_payslip(slip, title);
	});
	field.$wrapper.find("[data-again]").on("click", async (event) => {
		const employee = $(event.currentTarget).attr("data-again");
		const done = await frappe.xcall("huimang.personnel.payroll.api.calculate", { name: frm.docname, employee });
		frappe.show_alert(done.told);
		frm.reload_doc();
	});
}

function line(frm, row) {
	const again =
		frm.doc.stage === "Draft" && in_hr(frm)
			? `<button class="btn btn-xs btn-default" data-again="${text(row.employee)}">${__("Calculate Again")}</button>`
			: "";
	const name = `${text(row.employee_name)} <span class="text-muted">${text(row.position)}</span>`;
	if (row.status === "Error") {
		const employee = `<a href="/app/facility-employee/${encodeURIComponent(row.employee)}">${name}</a>`;
		return `<tr class="table-danger"><td>${employee}</td><td colspan="4">${text(row.problem)}</td><td class="text-right">${again}</td></tr>`;
	}
	const difference = row.gross - row.previous_gross;
	const mark = difference ? `${difference > 0 ? "▲" : "▼"} ${won(Math.abs(difference))}` : __("the same");
	const mailed = row.mail_status ? `<div class="small">${mail(row)}</div>` : "";
	const warning = row.warnings ? `<div class="text-warning small">${text(row.warnings)}</div>` : "";
	return `<tr>
		<td><a href="/app/payslip/${encodeURIComponent(row.name)}" data-slip="${text(row.name)}" data-title="${text(row.employee_name)}">${name}</a>${mailed}${warning}</td>
		<td class="text-right">${won(row.gross)}</td><td class="text-right">${won(row.deducted)}</td>
		<td class="text-right"><strong>${won(row.net)}</strong></td>
		<td class="text-right">${row.previous_gross ? mark : __("Not paid last month")}</td><td class="text-right">${again}</td></tr>`;
}

/** Whether a payslip was mailed, and if not, why. */
function mail(row) {
	if (row.mail_status === "Sent") {
		return `<span class="text-muted">${__("Mailed {0}", [frappe.datetime.str_to_user(row.mailed_at)])}</span>`;
	}
	if (row.mail_status === "Failed") {
		return `<span class="text-danger">${__("Not mailed: {0}", [text(row.mail_problem)])}</span>`;
	}
	return `<span class="text-muted">${__("The mail is being made.")}</span>`;
}

function mail_payslips(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Mail Payslips"),
		fields: [
			{
				fieldname: "told",
				fieldtype: "HTML",
				options: `<p>${__("Everybody gets their own payslip as a locked PDF. Those who have it already get none.")}</p>`,
			},
			{ fieldname: "again", fieldtype: "Check", label: __("Also to those who have it already") },
		],
		primary_action_label: __("Send"),
		async primary_action({ again }) {
			dialog.hide();
			const count = await frappe.xcall("huimang.personnel.payroll.api.mail_payslips", { name: frm.docname, again });
			if (!count) {
				frappe.show_alert(__("Everybody has their payslip already."));
				return;
			}
			frappe.show_progress(__("Mail Payslips"), 0, count);
			wait_until(frm, () => is_mailed(frm));
		},
	});
	dialog.show();
}

async function print_all(frm) {
	const rows = await frappe.xcall("huimang.personnel.payroll.api.payslips", { name: frm.docname }, "GET");
	const names = rows.filter((row) => row.status !== "Error").map((row) => row.name);
	if (!names.length) return;
	const query = new URLSearchParams({ doctype: "Payslip", name: JSON.stringify(names), format: "급여명세서" });
	window.open(`/api/method/frappe.utils.print_format.download_multi_pdf?${query}`);
}

function transfer_list(frm) {
	const accounts = [...new Set(frm.doc.lines.filter((row) => row.part === "Pay").map((row) => row.bank_account))];
	const dialog = new frappe.ui.Dialog({
		title: __("Transfer List (CSV)"),
		fields: [
			{
				fieldname: "bank_account",
				fieldtype: "Select",
				label: __("Bank Account"),
				options: accounts.map((value) => ({ value, label: frappe.utils.get_link_title("Facility Bank Account", value) || value })),
				default: accounts[0],
				reqd: 1,
			},
			{
				fieldname: "purpose",
				fieldtype: "Data",
				label: __("Purpose"),
				reqd: 1,
				default: __("Transfer of the pay"),
				description: __("The list bears whole account numbers. Who takes it, and why, is logged."),
			},
		],
		primary_action_label: __("Download"),
		primary_action(values) {
			dialog.hide();
			open_url_post("/api/method/huimang.personnel.payroll.api.transfer_csv", { name: frm.docname, ...values });
		},
	});
	dialog.show();
}

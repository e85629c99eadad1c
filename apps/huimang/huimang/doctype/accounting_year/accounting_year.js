frappe.ui.form.on("Accounting Year", {
	onload(frm) {
		if (frm.is_new() && !frm.doc.year) suggest_next(frm);
	},

	facility: suggest_next,
	accounting_unit: suggest_next,

	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("Saving opens the books: the account subjects of the facility's type are loaded."), "blue");
			return;
		}
		frm.add_custom_button(__("Budgets"), () =>
			frappe.set_route("List", "Facility Budget", { accounting_year: frm.doc.name })
		);
		frm.add_custom_button(__("Account Subjects"), () =>
			frappe.set_route("List", "Account Subject", {
				facility: frm.doc.facility,
				accounting_unit: frm.doc.accounting_unit,
			})
		);
		offer_take_over(frm);
	},
});

/** Books that were kept elsewhere: the head says until which day, the accountant brings the lists. */
function offer_take_over(frm) {
	const { facility, taken_over_until, closed_through, status } = frm.doc;
	if (closed_through || status === "Closed") return;
	const group = __("Take Over Books");
	if (frappe.user.has_role("Facility Head")) {
		frm.add_custom_button(__("Set the Day"), () => ask_day(frm), group);
	}
	if (!taken_over_until) return;
	frm.set_intro(
		__("The books through {0} are taken over from the former system by list.", [frappe.datetime.str_to_user(taken_over_until)]),
		"blue"
	);
	if (!frappe.model.can_create("Expense Resolution")) return;
	const upload = (kind, title, help, more = []) => () =>
		huimang.upload({ kind, title, help, facility, fields: [...fields(frm), ...more], done: () => frm.reload_doc() });
	const day = { fieldname: "day", fieldtype: "Date", label: __("Sums Up To"), default: taken_over_until };
	frm.add_custom_button(
		__("Past Resolutions"),
		upload("past_resolutions", __("Past Resolutions"), __("Every receipt, payment and transfer from the first day of the year on. Rows of balances (잔액) are compared with the bank.")),
		group
	);
	frm.add_custom_button(
		__("Opening Balances"),
		upload("opening_balances", __("Opening Balances"), __("The sums of each 목 up to a day, in place of every single resolution."), [day]),
		group
	);
}

/** What is meant by empty cells of a list. */
function fields(frm) {
	const { facility, accounting_unit } = frm.doc;
	frappe.utils.add_link_title("Accounting Year", frm.docname, frm.doc.title);
	const own = (filters = {}) => () => ({ filters: { facility, is_active: 1, ...filters } });
	return [
		{ fieldname: "accounting_year", fieldtype: "Link", options: "Accounting Year", label: __("Accounting Year"), default: frm.docname, read_only: 1 },
		{ fieldtype: "Section Break", label: __("For Empty Cells") },
		{ fieldname: "bank_account", fieldtype: "Link", options: "Facility Bank Account", label: __("Bank Account"), get_query: own({ accounting_unit }) },
		{ fieldtype: "Column Break" },
		{ fieldname: "program", fieldtype: "Link", options: "Welfare Program", label: __("Program"), get_query: own() },
		{ fieldtype: "Column Break" },
		{ fieldname: "fund_source", fieldtype: "Link", options: "Fund Source", label: __("Fund Source"), get_query: own() },
		{ fieldtype: "Section Break" },
	];
}

function ask_day(frm) {
	const { taken_over_until, taken_over_reason, start_date } = frm.doc;
	const dialog = new frappe.ui.Dialog({
		title: __("Take Over Books"),
		fields: [
			{
				fieldtype: "HTML",
				options: `<p class="text-muted">${__("Up to this day documents come by list and need no approval here. From the next day on, money moves by your own resolutions. It can be changed until the year has its first own resolution.")}</p>`,
			},
			{ fieldname: "day", fieldtype: "Date", label: __("Taken Over Until"), default: taken_over_until || null, description: __("From {0} on. Left empty, nothing is taken over.", [frappe.datetime.str_to_user(start_date)]) },
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), default: taken_over_reason },
		],
		primary_action_label: __("Save"),
		async primary_action({ day, reason }) {
			await frappe.xcall("huimang.takeover.api.set_day", { accounting_year: frm.docname, day, reason }, "POST");
			dialog.hide();
			frm.reload_doc();
		},
	});
	dialog.show();
}

/** The year after the last one that is open, else this one. */
async function suggest_next(frm) {
	const { facility, accounting_unit } = frm.doc;
	if (!frm.is_new() || !facility) return;
	const [last] = await frappe.db.get_list("Accounting Year", {
		filters: { facility, accounting_unit },
		fields: ["year"],
		order_by: "year desc",
		limit: 1,
	});
	frm.set_value("year", last ? last.year + 1 : Number(frappe.datetime.get_today().slice(0, 4)));
}

// 기부금영수증: issued from the donor or the list, corrected and withdrawn with a reason, printed and mailed.

const CODES = [
	{ value: "40", label: "40 일반기부금" },
	{ value: "10", label: "10 특례기부금" },
	{ value: "50", label: "50 공제제외" },
];

frappe.ui.form.on("Donation Receipt", {
	refresh(frm) {
		frm.disable_save();
		frm.page.clear_primary_action();
		if (frm.is_new()) return;
		frm.page.set_primary_action(__("Print the Receipt"), () => open_pdf(frm.doc.name));
		if (!may_issue(frm.doctype)) return;
		frm.add_custom_button(__("With the Whole Number"), () => print_whole(frm));
		if (frm.doc.status !== "Valid") return;
		frm.add_custom_button(__("Send by Mail"), () => send(frm));
		frm.add_custom_button(__("Correct"), () => ask_reason(frm, "correct", __("Reason for the Correction")));
		frm.add_custom_button(__("Withdraw the Receipt"), () => ask_reason(frm, "withdraw", __("Reason for Withdrawal")));
	},
});

frappe.ui.form.on("Donor", {
	refresh(frm) {
		if (frm.is_new() || !may_issue("Donation Receipt")) return;
		frm.add_custom_button(__("Issue a Receipt"), () => issue(frm.doc.facility, frm.doc.name));
	},
});

frappe.listview_settings["Donation Receipt"] = {
	hide_name_column: true,
	get_indicator: (doc) =>
		doc.status === "Valid"
			? [__("Valid"), "green", "status,=,Valid"]
			: [__("Withdrawn"), "red", "status,=,Withdrawn"],
	onload(list) {
		if (!may_issue("Donation Receipt")) return;
		list.page.add_inner_button(__("Issue a Receipt"), () => issue());
		list.page.add_inner_button(__("Issue a Year's Receipts"), () => frappe.new_doc("Receipt Batch"));
	},
};

frappe.ui.form.on("Receipt Batch", {
	onload(frm) {
		if (frm.is_new() && !frm.doc.year) frm.set_value("year", latest_year());
	},
	refresh(frm) {
		frm.set_df_property("problems", "hidden", !frm.doc.problems);
		if (frm.is_new()) return;
		frm.disable_save();
		if (frm.doc.status !== "Done") {
			frm.add_custom_button(__("Go On"), async () => {
				await frappe.xcall("huimang.donation.receipts.api.go_on", { batch: frm.doc.name });
				told();
			});
		}
		follow(frm);
	},
	after_save: () => told(),
});

/** The batch in view stays up to date while it is made. */
function follow(frm) {
	if (!["Waiting", "Running"].includes(frm.doc.status)) return;
	const name = frm.doc.name;
	setTimeout(async () => {
		if (cur_frm !== frm || frm.doc.name !== name) return;
		const now = await frappe.xcall("huimang.donation.receipts.api.progress", { batch: name });
		if (cur_frm !== frm || frm.doc.name !== name) return;
		if (now.status !== frm.doc.status || now.done !== frm.doc.done) await frm.reload_doc();
		else follow(frm);
	}, 2000);
}

function told() {
	frappe.show_alert({
		message: __("The receipts are being made. You may go on working meanwhile."),
		indicator: "blue",
	});
}

function may_issue(doctype) {
	return frappe.model.can_create(doctype) || (frappe.boot.user.in_create || []).includes(doctype);
}

/** Receipts of last year are made in January; from spring on one asks for this year's. */
function latest_year() {
	const today = frappe.datetime.str_to_obj(frappe.datetime.get_today());
	return today.getMonth() < 3 ? today.getFullYear() - 1 : today.getFullYear();
}

function issue(facility, donor) {
	const chosen = facility || frappe.defaults.get_user_default("Facility");
	const dialog = new frappe.ui.Dialog({
		title: __("Issue a Receipt"),
		fields: [
			{ fieldname: "facility", label: __("Facility"), fieldtype: "Link", options: "Facility", reqd: 1, default: chosen, read_only: facility ? 1 : 0 },
			{
				fieldname: "donor",
				label: __("Donor"),
				fieldtype: "Link",
				options: "Donor",
				reqd: 1,
				default: donor,
				read_only: donor ? 1 : 0,
				get_query: () => ({ filters: { facility: dialog.get_value("facility") || "" } }),
			},
			{ fieldname: "year", label: __("Year of the Gifts"), fieldtype: "Int", reqd: 1, default: latest_year() },
			{ fieldname: "code", label: __("Type Code"), fieldtype: "Select", options: CODES, default: "40", reqd: 1 },
		],
		primary_action_label: __("Issue a Receipt"),
		async primary_action(values) {
			const name = await frappe.xcall("huimang.donation.receipts.api.issue", values);
			dialog.hide();
			frappe.show_alert({ message: __("The receipt was issued."), indicator: "green" });
			frappe.set_route("Form", "Donation Receipt", name);
		},
	});
	dialog.show();
}

function ask_reason(frm, method, label) {
	frappe.prompt(
		{ fieldname: "reason", label, fieldtype: "Small Text", reqd: 1 },
		async ({ reason }) => {
			const next = await frappe.xcall(`huimang.donation.receipts.api.${method}`, { receipt: frm.doc.name, reason });
			frappe.show_alert({ message: __("The receipt was withdrawn."), indicator: "orange" });
			if (next) frappe.set_route("Form", "Donation Receipt", next);
			else frm.reload_doc();
		},
		label,
		__("Confirm")
	);
}

async function send(frm) {
	const sent = await frappe.xcall("huimang.donation.receipts.api.send", { receipt: frm.doc.name });
	frappe.show_alert(
		sent
			? { message: __("The receipt is on its way."), indicator: "green" }
			: { message: __("The receipt was not sent. The reason stands on the receipt."), indicator: "red" }
	);
	frm.reload_doc();
}

function print_whole(frm) {
	frappe.prompt(
		{ fieldname: "purpose", label: __("What is the whole number needed for?"), fieldtype: "Data", reqd: 1 },
		({ purpose }) => open_pdf(frm.doc.name, purpose),
		__("With the Whole Number"),
		__("Print the Receipt")
	);
}

function open_pdf(receipt, purpose) {
	const given = new URLSearchParams({ receipt, ...(purpose ? { purpose } : {}) });
	window.open(`/api/method/huimang.donation.receipts.api.download?${given}`);
}

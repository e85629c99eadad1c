// 감사 자료: what goes into the pack is shown before it is asked for, and how far it is while it is made.

const NARROWED = ["account_subject", "program", "fund_source", "subsidy_grant", "bank_account", "counterparty"];
const COUNTED = ["accounting_year", "from_date", "to_date", "minimum_amount", "maximum_amount", ...NARROWED];
const KINDS = ["expenses", "incomes", "refunds", "transfers"];

frappe.ui.form.on("Audit Pack", {
	setup(frm) {
		for (const field of NARROWED) {
			frm.set_query(field, () => ({ filters: { facility: frm.doc.facility || "" } }));
		}
		frm.set_query("accounting_year", () => ({ filters: { facility: frm.doc.facility || "" } }));
	},

	async onload(frm) {
		if (frm.is_new() && frm.doc.facility && !frm.doc.accounting_year) await suggest_year(frm);
	},

	async facility(frm) {
		if (frm.is_new()) await suggest_year(frm);
	},

	async accounting_year(frm) {
		if (!frm.is_new() || !frm.doc.accounting_year) return;
		const { message } = await frappe.db.get_value("Accounting Year", frm.doc.accounting_year, ["start_date", "end_date"]);
		const today = frappe.datetime.get_today();
		const last = today < message.end_date && today > message.start_date ? today : message.end_date;
		await frm.set_value({ from_date: message.start_date, to_date: last });
	},

	refresh(frm) {
		const made = !frm.is_new();
		frm.set_df_property("problems", "hidden", !frm.doc.problems);
		frm.toggle_display(["section_break_result", "status", "total", "done", "stage_note", "title"], made);
		if (!made) {
			preview(frm);
			return;
		}
		frm.disable_save();
		if (["Running", "Waiting", "Failed"].includes(frm.doc.status)) {
			frm.add_custom_button(__("Go On"), async () => {
				await frappe.xcall("huimang.audit.api.go_on", { pack: frm.doc.name });
				told();
				follow(frm);
			});
			show_progress(frm, frm.doc);
			follow(frm);
		}
	},

	after_save: () => told(),
});

for (const field of [...COUNTED, ...KINDS]) {
	frappe.ui.form.on("Audit Pack", { [field]: (frm) => frm.is_new() && preview(frm) });
}

frappe.listview_settings["Audit Pack"] = {
	hide_name_column: true,
	get_indicator: (doc) => [
		__(doc.status),
		{ Done: "green", Running: "blue", Failed: "red" }[doc.status] || "orange",
		`status,=,${doc.status}`,
	],
};

async function suggest_year(frm) {
	const years = await frappe.db.get_list("Accounting Year", {
		filters: { facility: frm.doc.facility || "", accounting_unit: "Facility", start_date: ["<=", frappe.datetime.get_today()] },
		order_by: "year desc",
		limit: 1,
	});
	if (years.length) await frm.set_value("accounting_year", years[0].name);
}

/** How many documents the selection finds, before anything is made. */
const preview = frappe.utils.debounce(async (frm) => {
	const { facility, accounting_year, from_date, to_date } = frm.doc;
	if (!frm.is_new() || !facility || !accounting_year || !from_date || !to_date) return;
	const given = Object.fromEntries(["facility", ...COUNTED, ...KINDS].map((field) => [field, frm.doc[field]]));
	const { count, amount } = await frappe.xcall("huimang.audit.api.preview", { pack: JSON.stringify(given) });
	if (!frm.is_new()) return;
	const words = __("{0} documents, {1} won", [count.toLocaleString("ko-KR"), amount.toLocaleString("ko-KR")]);
	frm.set_intro("");
	frm.set_intro(words, count ? "blue" : "orange");
}, 400);

function show_progress(frm, { done, total, stage_note }) {
	const percent = total ? Math.round((done * 90) / total) : 0;
	const words = `${stage_note || __("Waiting")} · ${done.toLocaleString("ko-KR")} / ${total.toLocaleString("ko-KR")}`;
	frm.dashboard.show_progress(__("Audit Pack"), percent, words);
}

/** The pack in view stays up to date while it is made. */
function follow(frm) {
	const { name } = frm.doc;
	clearTimeout(frm.huimang_follow);
	frm.huimang_follow = setTimeout(async () => {
		if (cur_frm !== frm || frm.doc.name !== name) return;
		const now = await frappe.xcall("huimang.audit.api.progress", { pack: name });
		if (cur_frm !== frm || frm.doc.name !== name) return;
		if (["Done", "Failed"].includes(now.status)) {
			frm.dashboard.hide_progress(__("Audit Pack"));
			await frm.reload_doc();
		} else {
			show_progress(frm, now);
			follow(frm);
		}
	}, 2000);
}

function told() {
	frappe.show_alert({
		message: __("The audit pack is being made. You may go on working meanwhile."),
		indicator: "blue",
	});
}

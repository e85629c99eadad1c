// 후원금 공개 and the whole of 별지 제19호 in one file.

frappe.provide("huimang.donation");

huimang.donation.add_whole_report = (report) => {
	for (const [label, file_format] of [
		[__("Whole Report (PDF)"), "pdf"],
		[__("Whole Report (Excel)"), "xlsx"],
	]) {
		report.page.add_inner_button(label, () => {
			const { facility, accounting_year, audience } = report.get_filter_values(true);
			const given = new URLSearchParams({ facility, accounting_year, audience, file_format });
			window.open(`/api/method/huimang.donation.disclosure.api.whole_report?${given}`);
		});
	}
};

frappe.ui.form.on("Donation Disclosure", {
	setup(frm) {
		frm.set_query("accounting_year", () => ({
			filters: { facility: frm.doc.facility || "", accounting_unit: "Facility" },
		}));
	},
	refresh(frm) {
		show_figures(frm);
		if (frm.is_new()) return;
		const may_write = frm.perm[0]?.write;
		if (frm.doc.status === "Public") {
			frm.add_custom_button(__("Open the Page"), () => window.open(frm.doc.address));
			if (may_write) frm.add_custom_button(__("Withdraw the Page"), () => act(frm, "withdraw"));
		} else if (may_write) {
			frm.add_custom_button(__("Publish"), () => publish(frm)).addClass("btn-primary");
		}
	},
});

frappe.ui.form.on("Donor Notice", {
	setup(frm) {
		frm.set_query("accounting_year", () => ({
			filters: { facility: frm.doc.facility || "", accounting_unit: "Facility" },
		}));
	},
	refresh(frm) {
		frm.set_df_property("problems", "hidden", !frm.doc.problems);
		if (frm.is_new()) return;
		frm.disable_save();
		// one that runs may have lost its worker: going on with it twice mails nobody twice
		if (frm.doc.status === "Done" || !frappe.model.can_create("Donor Notice")) return;
		frm.add_custom_button(__("Go On"), async () => {
			await frappe.xcall("huimang.donation.disclosure.api.go_on", { notice: frm.doc.name });
			frappe.show_alert({ message: __("The notice is being sent. You may go on working meanwhile."), indicator: "blue" });
			frm.reload_doc();
		});
	},
});

/** What the page says, as it was published. */
function show_figures(frm) {
	const told = frm.doc.content ? JSON.parse(frm.doc.content) : null;
	const rows = told
		? [
				[__("Carried Over"), told.carried],
				[__("Money Received"), told.received],
				[__("Money Used"), told.used],
				[__("Left"), told.left],
			]
		: [];
	const lines = rows.map(
		([label, won]) => `<tr><td>${label}</td><td class="text-right">${huimang.donation.won(won)}</td></tr>`
	);
	const table = `<table class="table table-bordered" style="max-width: 420px">${lines.join("")}</table>`;
	const hint = `<p class="text-muted">${__("Nothing is public yet. What is shown is drawn when you publish it.")}</p>`;
	frm.get_field("preview").$wrapper.html(told ? table : hint);
}

huimang.donation.won = (won) => `${won < 0 ? "△" : ""}${Math.abs(won).toLocaleString("ko-KR")}`;

function publish(frm) {
	const question = __("The figures of the year are shown to everybody for three months, as they are now. Publish them?");
	frappe.confirm(question, () => act(frm, "publish"));
}

async function act(frm, method) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall(`huimang.donation.disclosure.api.${method}`, { disclosure: frm.doc.name });
	const message = method === "publish" ? __("The page is public now.") : __("The page is not public any more.");
	frappe.show_alert({ message, indicator: "green" });
	frm.reload_doc();
}

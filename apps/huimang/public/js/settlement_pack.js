// The papers of a settlement: made in the background, with progress, and kept with the document.

frappe.ui.form.on("Annual Settlement", {
	refresh(frm) {
		listen();
		if (frm.is_new() || !frm.perm[0]?.write) return;
		frm.add_custom_button(__("Make the Settlement Papers"), () => make(frm));
	},
});

async function make(frm) {
	if (frm.is_dirty()) await frm.save();
	await frappe.xcall("huimang.statements.api.make_settlement_pack", { settlement: frm.doc.name });
	frappe.show_alert({ message: __("The papers are being made. Please wait a moment."), indicator: "blue" });
}

let listening = false;

function listen() {
	if (listening) return;
	listening = true;
	frappe.realtime.on("huimang_settlement_pack", ({ settlement, files }) => {
		frappe.hide_progress();
		if (!files.length) {
			frappe.msgprint(__("The papers could not be made. Please try again, or ask the operator."));
			return;
		}
		if (cur_frm && cur_frm.doctype === "Annual Settlement" && cur_frm.doc.name === settlement) cur_frm.reload_doc();
		const links = files.map((url) => {
			const address = frappe.utils.escape_html(encodeURI(url));
			const label = url.endsWith(".pdf") ? __("PDF") : __("Excel");
			return `<a class="btn btn-default btn-sm" target="_blank" href="${address}">${label}</a>`;
		});
		frappe.msgprint({
			title: __("Settlement Papers"),
			message: `<p>${__("The papers are ready. They are kept with the settlement.")}</p>${links.join(" ")}`,
			indicator: "green",
		});
	});
}

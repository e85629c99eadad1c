// A file that was taken over: what came of it, and the way back.

const API = "huimang.migration.api";
const EVENT = "huimang_facility_import";

frappe.ui.form.on("Facility Import", {
	refresh(frm) {
		frm.disable_save();
		frm.page.sidebar.hide();
		frm.toggle_display("facility", frappe.boot.huimang?.facilities?.length !== 1);
		const { status, source_file } = frm.doc;
		if (status === "Done" && frm.doc.taken) frm.add_custom_button(__("Undo the Import"), () => undo(frm));
		if (["Waiting", "Failed"].includes(status) && source_file) {
			frm.add_custom_button(__("Go On"), () => start(frm, "retry"));
		}
		if (["Waiting", "Running", "Undoing"].includes(status)) wait(frm);
	},
});

function undo(frm) {
	const question = __("{0} records that this file made or changed are taken back. Go on?", [frm.doc.taken]);
	frappe.confirm(question, () => start(frm, "undo"));
}

async function start(frm, method) {
	await frappe.xcall(`${API}.${method}`, { facility_import: frm.docname });
	await frm.reload_doc();
	wait(frm);
}

/** Show how it ended, once it has. */
function wait(frm) {
	const { docname } = frm;
	if (frm.waits_for === docname) return;
	frm.waits_for = docname;
	const told = ({ facility_import, reason }) => {
		if (facility_import !== docname) return;
		frappe.realtime.off(EVENT, told);
		frm.waits_for = null;
		frappe.hide_progress();
		if (reason) frappe.msgprint({ title: __("Nothing was changed"), message: reason, indicator: "orange" });
		if (frm.docname === docname) frm.reload_doc();
	};
	frappe.realtime.on(EVENT, told);
}

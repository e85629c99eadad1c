// The operators' side of an inquiry: the conversation, and the buttons by which it is answered.

import { escape, file_box, get, messages, post, status_color } from "./common";

const is_late = (doc) => doc.due_at && doc.due_at < frappe.datetime.now_datetime();

frappe.ui.form.on("Support Inquiry", {
	async refresh(frm) {
		if (frm.is_new()) return;
		const { name, status, due_at } = frm.doc;
		if (is_late(frm.doc)) frm.page.set_indicator(`${__(status)} · ${__("Overdue")}`, "red");
		else frm.page.set_indicator(__(status), status_color(status));
		frm.set_intro(due_at ? __("Answer by {0}.", [escape(frappe.datetime.str_to_user(due_at))]) : "", is_late(frm.doc) ? "red" : "blue");
		buttons(frm);
		const shown = await get("conversation", { name });
		if (frm.docname === name) frm.get_field("conversation").html(`<div class="support-messages">${messages(shown)}</div>`);
	},
});

function buttons(frm) {
	const { name, status, assigned_to } = frm.doc;
	if (status === "Inquiry Closed") return;
	const after = async (call) => {
		await call;
		await frm.reload_doc();
	};
	frm.add_custom_button(__("Write an Answer"), () => write(frm, __("Write an Answer"), 0)).removeClass("btn-default").addClass("btn-primary");
	frm.add_custom_button(__("Ask Back"), () => write(frm, __("Ask Back"), 1));
	if (assigned_to !== frappe.session.user) frm.add_custom_button(__("Take Charge"), () => after(post("take", { name })));
	frm.add_custom_button(__("Close Inquiry"), () =>
		frappe.confirm(__("The asker can no longer write to a closed inquiry. Continue?"), () => after(post("close", { name })))
	);
}

function write(frm, title, asks_back) {
	let files;
	const dialog = new frappe.ui.Dialog({
		title,
		size: "large",
		fields: [
			{ fieldname: "text", fieldtype: "Text", label: __("Text"), reqd: 1, description: __("The asker reads it.") },
			{ fieldname: "attach", fieldtype: "HTML" },
		],
		primary_action_label: __("Send"),
		async primary_action({ text }) {
			dialog.disable_primary_action();
			try {
				await post("answer", { name: frm.docname, text, files: files(), asks_back });
				dialog.hide();
				await frm.reload_doc();
			} finally {
				dialog.enable_primary_action();
			}
		},
	});
	files = file_box(dialog.get_field("attach").$wrapper);
	dialog.show();
}

frappe.listview_settings["Support Inquiry"] = {
	add_fields: ["status", "due_at"],
	get_indicator: (doc) =>
		is_late(doc) ? [__("Overdue"), "red", "due_at,<,Now"] : [__(doc.status), status_color(doc.status), `status,=,${doc.status}`],
};

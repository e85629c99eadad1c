// What the kinds of documents that move money do not have in common.

export const API = "huimang.resolutions.api";

const KINDS = {
	"Expense Resolution": { side: "Expense", day: "payment_date", task: __("Pay"), spends: true },
	"Income Resolution": { side: "Revenue", day: "receipt_date", task: __("Receive"), spends: false },
	"Expense Request": { side: "Expense", spends: true },
	"Refund Resolution": { day: "refund_date", task: __("Refund"), spends: false },
	"Withholding Return": { day: "payment_date", task: __("Pay"), spends: false },
	"Fund Transfer": { day: "transfer_date", task: __("Transfer Money"), spends: false },
};

export const kind_of = (frm) => KINDS[frm.doctype];

/** Whether the writer may still change the document. */
export const is_draft = (frm) => frm.doc.docstatus === 0 && (frm.is_new() || frm.doc.stage === "Draft");

/** Won as statutory forms write them: 1,200,000 and △1,200. */
export const won = (value) =>
	value < 0 ? `△${format_number(-value, "#,###", 0)}` : format_number(value, "#,###", 0);

// Evidence comes in as files: dropped or chosen, uploaded privately, each a row with a guess at what it is.

import { is_draft, kind_of, won } from "./kinds";

/** Show how many files there are, whether that will do, and where to drop more. */
export function show_evidence(frm) {
	const place = frm.fields_dict.evidence_panel?.$wrapper;
	if (!place) return;
	const may_add = frm.perm[0]?.write && is_draft(frm);
	const drop = $(`<div class="${may_add ? "evidence-drop" : "evidence-count"}">
		${may_add ? `<button class="btn btn-default btn-sm">${__("Choose Files")}</button><span>${__("or drop them here")}</span>` : ""}
		<span class="evidence-state">${evidence_state(frm)}</span>
	</div>`);
	place.empty().append(drop);
	frm.toggle_display("evidence", Boolean(frm.doc.evidence?.length));
	if (may_add) accept_files(frm, drop);
}

function evidence_state(frm) {
	const files = (frm.doc.evidence || []).filter((row) => row.attachment).length;
	const count = files ? __("{0} files", [files]) : "";
	const required_from = frm.start_values?.evidence_required_from ?? frm.doc.__onload?.evidence_required_from;
	const withheld_from = (frm.doc.withholdings || []).reduce((sum, row) => sum + flt(row.gross), 0);
	const to_prove = flt(frm.evidence_total ?? frm.doc.total_amount) - withheld_from;
	const required = kind_of(frm).spends && required_from && to_prove >= required_from;
	if (files) return `<span class="indicator-pill green">${count}</span>`;
	if (!required) return `<span class="indicator-pill gray">${__("No evidence yet")}</span>`;
	return frm.doc.evidence_waiver_reason
		? `<span class="indicator-pill orange">${__("Without evidence, with a reason")}</span>`
		: `<span class="indicator-pill red">${__("Evidence is needed from {0} won on", [won(required_from)])}</span>`;
}

/** A row shows the file's name, not where it lies. */
export function link_to_file(url) {
	const name = decodeURIComponent((url || "").split("/").pop());
	return `<a href="${encodeURI(url || "")}" target="_blank">${frappe.utils.escape_html(name)}</a>`;
}

function accept_files(frm, drop) {
	const take = async (files) => {
		for (const file of files) await upload(frm, file);
		frm.refresh_field("evidence");
	};
	drop.find("button").on("click", () => {
		const input = $("<input type='file' multiple>");
		input.on("change", () => take([...input[0].files]));
		input.trigger("click");
	});
	drop.on("dragover", (event) => {
		event.preventDefault();
		event.stopPropagation();
		drop.addClass("over");
	});
	drop.on("dragleave drop", () => drop.removeClass("over"));
	drop.on("drop", (event) => {
		// the form around it takes files as well, but only once it is saved
		event.preventDefault();
		event.stopPropagation();
		take([...event.originalEvent.dataTransfer.files]);
	});
}

/** Upload one file, privately, and make a row of evidence of it. Before the first save it belongs to nobody but its owner. */
async function upload(frm, file) {
	const form = new FormData();
	form.append("file", file, file.name);
	form.append("is_private", "1");
	if (!frm.is_new()) {
		form.append("doctype", frm.doctype);
		form.append("docname", frm.docname);
	}
	const answer = await fetch("/api/method/upload_file", {
		method: "POST",
		headers: { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token },
		body: form,
	});
	const { message, _server_messages } = await answer.json().catch(() => ({}));
	if (!answer.ok || !message) {
		const [told] = _server_messages ? JSON.parse(_server_messages) : [];
		frappe.msgprint(told ? JSON.parse(told).message : __("{0} could not be uploaded.", [file.name]));
		return;
	}
	const row = frm.add_child("evidence", { attachment: message.file_url, evidence_type: guess_type(file.name), sheets: 1 });
	if (!frm.is_new()) frm.attachments.update_attachment(message);
	frm.script_manager.trigger("attachment", row.doctype, row.name);
	frm.dirty();
}

const TYPES_BY_NAME = [
	[/세금\s*계산서/, "Tax Invoice"],
	[/계산서/, "Invoice"],
	[/카드|매출\s*전표/, "Card Slip"],
	[/현금\s*영수증/, "Cash Receipt"],
	[/영수증/, "Simple Receipt"],
	[/견적/, "Quotation"],
	[/계약/, "Contract"],
	[/검수/, "Inspection Report"],
	[/거래\s*명세|명세서|고지서|청구서/, "Statement"],
];

function guess_type(filename) {
	return TYPES_BY_NAME.find(([pattern]) => pattern.test(filename.normalize("NFC")))?.[1] || "Other";
}

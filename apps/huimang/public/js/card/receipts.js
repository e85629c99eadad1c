// 내 카드 영수증: what a holder has bought, and the photo of each receipt. Made for a phone in one hand.

import { won } from "../resolutions/kinds";

frappe.provide("huimang.card");

const API = "huimang.card.api";
const WIDEST = 1600;
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

huimang.card.receipts = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("My Card Receipts"), single_column: true });
	wrapper.receipts = new Receipts(page);
};

class Receipts {
	constructor(page) {
		this.waiting = 1;
		this.toggle = page.add_inner_button(__("Show All"), () => this.show_other());
		this.root = $(`<div class="card-receipts"></div>`).appendTo(page.main);
		this.root.on("change", "input[type=file]", (event) => this.take(event.target));
	}

	show_other() {
		this.waiting = 1 - this.waiting;
		this.toggle.text(this.waiting ? __("Show All") : __("Only without a Receipt"));
		return this.refresh();
	}

	async refresh() {
		const uses = await frappe.xcall(`${API}.my_uses`, { waiting: this.waiting }, "GET");
		this.root.html(uses.length ? uses.map(card).join("") : `<p class="text-muted text-center p-5">${__("No receipt is missing.")}</p>`);
	}

	/** Upload the photo of one use, made smaller first: a phone's pictures are larger than any receipt needs. */
	async take(input) {
		const [file] = input.files;
		if (!file) return;
		const $card = $(input).closest(".receipt-card").addClass("busy");
		try {
			const { name } = $card[0].dataset;
			const file_url = await upload(await smaller(file), name);
			await frappe.xcall(`${API}.attach_receipt`, { name, file_url, memo: $card.find("textarea").val() });
			frappe.show_alert({ message: __("The receipt is attached."), indicator: "green" });
			await this.refresh();
		} finally {
			$card.removeClass("busy");
		}
	}
}

function card(use) {
	const done = use.receipt ? `<a class="indicator-pill green" href="${encodeURI(use.receipt)}" target="_blank">${__("Receipt")}</a>` : "";
	return `<div class="receipt-card" data-name="${escape(use.name)}">
		<div class="receipt-head"><b>${escape(use.merchant_name || "")}</b><b>${__("{0} won", [won(use.net_amount)])}</b></div>
		<div class="text-muted small">${frappe.datetime.str_to_user(use.approved_at)} · ${escape(use.card_title)} ${done}</div>
		<textarea class="form-control" rows="2" placeholder="${__("What it was bought for, who took part.")}">${escape(use.memo || "")}</textarea>
		<label class="btn ${use.receipt ? "btn-default" : "btn-primary"} btn-block">
			${use.receipt ? __("Replace the Photo") : __("Take the Photo of the Receipt")}
			<input type="file" accept="image/*,application/pdf" capture="environment" class="sr-only">
		</label></div>`;
}

async function smaller(file) {
	if (!file.type.startsWith("image/") || !window.createImageBitmap) return file;
	const image = await createImageBitmap(file).catch(() => null);
	const scale = image ? WIDEST / Math.max(image.width, image.height) : 1;
	if (scale >= 1) return file;
	const canvas = document.createElement("canvas");
	canvas.width = Math.round(image.width * scale);
	canvas.height = Math.round(image.height * scale);
	canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
	const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
	return blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
}

async function upload(file, name) {
	const form = new FormData();
	form.append("file", file, file.name);
	for (const [key, value] of Object.entries({ is_private: "1", doctype: "Card Transaction", docname: name, fieldname: "receipt" })) {
		form.append(key, value);
	}
	const answer = await fetch("/api/method/upload_file", {
		method: "POST",
		headers: { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token },
		body: form,
	});
	const { message, _server_messages } = await answer.json().catch(() => ({}));
	if (answer.ok && message) return message.file_url;
	const [told] = _server_messages ? JSON.parse(_server_messages) : [];
	frappe.msgprint(told ? JSON.parse(told).message : __("{0} could not be uploaded.", [file.name]));
	throw new Error("upload refused");
}

// 재물조사 조사 화면: labels are read by a phone's camera or their numbers typed, and what is there is ticked off.
// A bundle of its own: the reader of codes is large, and nobody else needs it.

import { Html5Qrcode, Html5QrcodeSupportedFormats } from "html5-qrcode";

frappe.provide("huimang.property");

const API = "huimang.property.inspection_api";
const AGAIN_AFTER = 3000;
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));
const CONDITIONS = ["Good", "Needs Repair", "To Be Condemned"];
const COLOURS = { Agreed: "green", Elsewhere: "orange", "Label Damaged": "orange" };

huimang.property.asset_scan = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Scan Assets"), single_column: true });
	wrapper.scan = new Scan(page);
	$(wrapper).on("hide", () => wrapper.scan.stop_camera());
};

class Scan {
	constructor(page) {
		this.page = page;
		this.root = $(`<div class="asset-scan">
			<div class="scan-head"><select class="form-control scan-sheet" aria-label="${__("Asset Inspection")}"></select>
				<div class="scan-progress"><div></div></div><p class="scan-count"></p></div>
			<select class="form-control scan-place" aria-label="${__("Place")}"></select>
			<div class="scan-camera"><div id="asset-scan-view"></div>
				<button type="button" class="btn btn-primary scan-start">${__("Turn On the Camera")}</button></div>
			<form class="scan-typed"><input class="form-control" autocomplete="off" autocapitalize="characters"
				placeholder="${__("Type the number of the label")}" aria-label="${__("Asset No.")}">
				<button class="btn btn-default">${__("Check")}</button></form>
			<div class="scan-card" aria-live="polite"></div>
			<div class="scan-list"></div></div>`).appendTo(page.main);
		this.find = (selector) => this.root.find(selector);
		this.find(".scan-sheet").on("change", (event) => this.choose(event.target.value));
		this.find(".scan-place").on("change", (event) => this.go(event.target.value));
		this.find(".scan-start").on("click", () => (this.camera ? this.stop_camera() : this.start_camera()));
		this.find(".scan-typed").on("submit", (event) => this.on_typed(event));
		this.root.on("click", ".scan-line", (event) => this.on_line(event.currentTarget.dataset.key));
		this.root.on("click", "[data-set]", (event) => this.change(event.currentTarget.dataset));
		this.root.on("change", ".scan-quantity", (event) => this.change({ set: "counted", value: event.target.value }));
		this.root.on("change", ".scan-remarks", (event) => this.change({ set: "remarks", value: event.target.value }));
		this.root.on("submit", ".scan-unknown", (event) => this.add_unknown(event));
	}

	/** Ask which counts go on, and go on with the one that was asked for, or the last one. */
	async refresh() {
		const asked = frappe.route_options?.inspection || this.sheet;
		frappe.route_options = null;
		this.sheets = await frappe.xcall(`${API}.open_sheets`, {}, "GET");
		const options = this.sheets.map((row) => `<option value="${escape(row.name)}">${escape(row.title)}</option>`);
		this.find(".scan-sheet").html(options.join("")).toggle(this.sheets.length > 1);
		this.root.toggleClass("nothing", !this.sheets.length);
		if (!this.sheets.length) {
			this.find(".scan-count").text(__("No count is going on. The accountant begins one."));
			return;
		}
		const chosen = this.sheets.find((row) => row.name === asked) || this.sheets[0];
		this.find(".scan-sheet").val(chosen.name);
		await this.choose(chosen.name);
	}

	async choose(name) {
		if (this.sheet !== name) this.place = undefined;
		this.sheet = name;
		this.title = this.sheets.find((row) => row.name === name)?.title;
		await this.load();
	}

	async go(place) {
		this.place = place === "*" ? undefined : place;
		await this.load();
	}

	async load() {
		const place = this.place === undefined ? {} : { place: this.place };
		const shown = await frappe.xcall(`${API}.sheet`, { inspection_name: this.sheet, ...place }, "GET");
		this.places = shown.places;
		this.lines = shown.lines;
		this.show_progress(shown);
		this.show_places();
		this.show_lines();
	}

	show_progress({ total, checked }) {
		this.find(".scan-count").text(`${this.title} · ${__("{0} of {1} counted", [checked, total])}`);
		this.find(".scan-progress div").css("width", `${total ? (100 * checked) / total : 0}%`);
	}

	show_places() {
		const options = this.places.map(
			({ place, title, total, checked }) =>
				`<option value="${escape(place)}">${escape(title || __("Without a place"))} (${checked}/${total})</option>`,
		);
		this.find(".scan-place")
			.html(`<option value="*">${__("Choose where you are")}</option>${options.join("")}`)
			.val(this.place === undefined ? "*" : this.place);
	}

	show_lines() {
		this.find(".scan-list").html(this.lines.map(line_of).join(""));
	}

	// the camera

	async start_camera() {
		this.camera = new Html5Qrcode("asset-scan-view", {
			formatsToSupport: [Html5QrcodeSupportedFormats.QR_CODE, Html5QrcodeSupportedFormats.CODE_128],
			useBarCodeDetectorIfSupported: true,
			verbose: false,
		});
		// the reader measures its place: it must have one
		this.root.addClass("scanning");
		try {
			await this.camera.start({ facingMode: "environment" }, { fps: 10 }, (text) => this.on_code(text), () => {});
			this.find(".scan-start").text(__("Turn Off the Camera"));
		} catch (error) {
			this.camera = null;
			this.root.removeClass("scanning");
			frappe.show_alert({ message: __("The camera cannot be used here. Please type the number."), indicator: "orange" }, 7);
		}
	}

	async stop_camera() {
		const { camera } = this;
		this.camera = null;
		this.root.removeClass("scanning");
		this.find(".scan-start").text(__("Turn On the Camera"));
		await camera?.stop().catch(() => {});
	}

	/** A camera sees the same label many times a second. */
	on_code(text) {
		const now = Date.now();
		if (text === this.seen && now - this.seen_at < AGAIN_AFTER) {
			this.seen_at = now;
			return;
		}
		[this.seen, this.seen_at] = [text, now];
		navigator.vibrate?.(60);
		this.record({ key: text });
	}

	on_typed(event) {
		event.preventDefault();
		const input = this.find(".scan-typed input");
		const key = input.val().trim();
		input.val("");
		if (key) this.record({ key });
	}

	on_line(key) {
		const line = this.lines.find((row) => row.name === key);
		if (line.is_checked) this.show_card(line);
		else this.record({ key: line.asset_no || line.name });
	}

	// what was seen

	async record(seen) {
		const place = this.place || undefined;
		const answer = await frappe.xcall(`${API}.record`, { inspection_name: this.sheet, place, ...seen }, "POST");
		if (answer.unknown) {
			this.show_unknown(answer.unknown);
			return;
		}
		this.took(answer);
	}

	took(answer) {
		this.show_card(answer.item);
		this.show_progress(answer);
		const at = this.lines.findIndex((row) => row.name === answer.item.name);
		if (at >= 0) this.lines[at] = answer.item;
		this.show_lines();
		const place = this.places.find((row) => row.place === (answer.item.place || ""));
		if (place && this.place === place.place) {
			place.checked = this.lines.filter((row) => row.is_checked).length;
			this.show_places();
		}
	}

	change({ set, value }) {
		const { asset_no, name, counted, condition, label_state, found_place, remarks } = this.card;
		const seen = { key: asset_no || name, counted, condition, label_state, remarks, place: found_place || this.place };
		if (set === "counted" && Number(value) > 0 && condition === "Not There") seen.condition = "";
		if (set === "counted" && !Number(value)) seen.condition = "";
		this.record({ ...seen, [set]: value });
	}

	show_card(item) {
		this.card = item;
		const chosen = (set, value) => (item[set] === value ? "btn-primary" : "btn-default");
		const button = (set, value, label) =>
			`<button type="button" class="btn btn-sm ${chosen(set, value)}" data-set="${set}" data-value="${escape(value)}">${__(label)}</button>`;
		const where = item.place_name && item.found_place_name !== item.place_name ? `${item.place_name} → ${item.found_place_name}` : item.place_name;
		const many = item.book_quantity > 1 || !item.asset;
		this.find(".scan-card").html(`
			<div class="scan-found ${COLOURS[item.finding] || "red"}"><span>${__(item.finding)}</span>
				<strong>${escape(item.asset_name)}</strong>
				<p>${escape([item.asset_no, item.spec, where, item.used_by].filter(Boolean).join(" · "))}</p></div>
			<div class="scan-set">${CONDITIONS.map((value) => button("condition", value, value)).join("")}
				${item.counted ? button("counted", "0", "Not There") : button("counted", String(item.book_quantity || 1), "It Is There")}</div>
			<div class="scan-set">${button("label_state", item.label_state === "Damaged" ? "Good" : "Damaged", "Label Damaged")}
				${many ? `<label>${__("Quantity")} <input type="number" min="0" class="form-control scan-quantity" value="${item.counted}"> / ${item.book_quantity}</label>` : ""}</div>
			<input class="form-control scan-remarks" placeholder="${__("Remarks")}" value="${escape(item.remarks)}">`);
	}

	show_unknown(key) {
		this.card = null;
		this.unknown = key;
		this.find(".scan-card").html(`
			<div class="scan-found red"><span>${__("Not on This Sheet")}</span><strong>${escape(key)}</strong>
				<p>${__("It was acquired after the base date, belongs to another place, or is not in the register.")}</p></div>
			<form class="scan-unknown"><input class="form-control" required maxlength="140" placeholder="${__("What is it?")}">
				<button class="btn btn-default">${__("Note as Unregistered")}</button></form>`);
	}

	async add_unknown(event) {
		event.preventDefault();
		const asset_name = $(event.target).find("input").val().trim();
		const place = this.place || undefined;
		const answer = await frappe.xcall(
			`${API}.add_unregistered`,
			{ inspection_name: this.sheet, asset_name, place, counted: 1, label: this.unknown },
			"POST",
		);
		this.took(answer);
	}
}

function line_of(line) {
	const colour = line.is_checked ? COLOURS[line.finding] || "red" : "gray";
	const found = line.is_checked ? __(line.finding) : __("Not Counted Yet");
	return `<button type="button" class="scan-line" data-key="${escape(line.name)}">
		<strong>${escape(line.asset_name)}</strong><span class="indicator-pill ${colour}">${found}</span>
		<small>${escape([line.asset_no, line.spec, line.used_by].filter(Boolean).join(" · "))}</small>
		<small>${line.book_quantity > 1 ? `${line.is_checked ? line.counted : "–"} / ${line.book_quantity}` : ""}</small></button>`;
}

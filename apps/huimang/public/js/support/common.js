// What the parts of support share.

export const API = "huimang.support.api";
export const escape = (text) => frappe.utils.escape_html(String(text ?? ""));
export const get = (method, args = {}) => frappe.xcall(`${API}.${method}`, args, "GET");
export const post = (method, args = {}) => frappe.xcall(`${API}.${method}`, args);
export const day = (value) => (value ? escape(frappe.datetime.str_to_user(value)) : "");
export const moment = (value) => (value ? escape(frappe.datetime.str_to_user(value).slice(0, 16)) : "");

const COLORS = {
	"Inquiry Received": "orange",
	"In Progress": "blue",
	"More Information Asked": "red",
	Answered: "green",
	"Inquiry Closed": "gray",
};

export const status_color = (status) => COLORS[status] || "gray";
export const status_pill = (status) =>
	`<span class="indicator-pill no-indicator-dot ${status_color(status)}">${escape(__(status))}</span>`;

/** Minutes as people say them. */
export function minutes(count) {
	const hours = Math.floor(count / 60);
	if (!hours) return __("{0} min", [count]);
	return count % 60 ? __("{0} h {1} min", [hours, count % 60]) : __("{0} h", [hours]);
}

/** The texts of an inquiry, one below the other. */
export function messages(shown) {
	return shown.messages
		.map(
			(row) => `<div class="support-message ${row.is_operator ? "operator" : "asker"}">
				<header><b>${row.is_operator ? `${__("Support Staff")} · ` : ""}${escape(row.full_name)}</b><time>${moment(row.written_at)}</time></header>
				<p>${escape(row.text)}</p>
				${row.files
					.map((file) => {
						const query = new URLSearchParams({ name: shown.name, file: file.name });
						return `<a class="support-file" href="/api/method/${API}.download?${query}" target="_blank" rel="noopener">📎 ${escape(file.title)}</a>`;
					})
					.join("")}
			</div>`
		)
		.join("");
}

/** A box for files and pasted pictures; returns what gives the addresses of those that are uploaded. */
export function file_box($area) {
	const files = [];
	const $box = $(`<div class="support-files"><button type="button" class="btn btn-default btn-sm">${__("Attach Pictures or Files")}</button>
		<span class="text-muted small">${__("A picture of the screen may be pasted with Ctrl+V.")}</span><ul></ul></div>`).appendTo($area);
	const draw = () => {
		const rows = files.map(
			(file, at) => `<li>📎 ${escape(file.file_name)} <button type="button" class="btn-reset" data-at="${at}" aria-label="${__("Remove")}">✕</button></li>`
		);
		$box.find("ul").html(rows.join(""));
	};
	const options = { folder: "Home", allow_multiple: true, make_attachments_public: false };
	$box.on("click", ".btn", () => new frappe.ui.FileUploader({ ...options, on_success: (file) => draw(files.push(file)) }));
	$box.on("click", "[data-at]", (event) => draw(files.splice(event.currentTarget.dataset.at, 1)));
	$area.on("paste", (event) => {
		const pasted = [...(event.originalEvent.clipboardData?.files || [])];
		if (!pasted.length) return;
		event.preventDefault();
		new frappe.ui.FileUploader({ ...options, files: pasted, on_success: (file) => draw(files.push(file)) });
	});
	return () => files.map((file) => file.file_url);
}

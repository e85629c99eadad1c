// What the dialogs for Excel files have in common: choosing a file, sending it, and the table of its wrong rows.

const ROWS_AT_ONCE = 300;

/** Put the choice of a file into a field; returns what holds it. */
export function file_picker($wrapper, { help = "", accept = ".xlsx", on_template, on_change }) {
	$wrapper.html(`
		${help ? `<p class="text-muted">${help}</p>` : ""}
		<div class="excel-file">
			<label class="btn btn-sm btn-default">
				${__("Choose an Excel File")}<input type="file" accept="${accept}" class="sr-only">
			</label>
			<span class="excel-file-name text-muted">${__("No file chosen")}</span>
			${on_template ? `<button class="btn btn-sm btn-default">${__("Download the Template")}</button>` : ""}
		</div>`);
	$wrapper.find("button").on("click", on_template);
	return $wrapper.find("input").on("change", (event) => {
		$wrapper.find(".excel-file-name").text(event.target.files[0]?.name || __("No file chosen"));
		on_change();
	});
}

/** The chosen file, or null after having asked for one. */
export function chosen($input) {
	const file = $input[0].files[0];
	if (!file) frappe.show_alert({ message: __("Please choose an Excel file first."), indicator: "orange" });
	return file || null;
}

/** Call a method with a file as base64. */
export async function send(method, args, file) {
	return frappe.xcall(method, { ...args, content: await as_base64(file) }, "POST", {
		freeze: true,
		freeze_message: __("Reading the file …"),
	});
}

/** A table of all wrong rows, a part of it at a time: a file may have fifty thousand. Reasons come as HTML. */
export function show_faults($wrapper, faults) {
	const escape = frappe.utils.escape_html;
	$wrapper.html(`
		<h6>${__("Wrong Rows")}</h6>
		<div class="excel-fault-table"><table class="table table-bordered table-sm">
			<thead><tr><th>${__("Row")}</th><th>${__("Column")}</th><th>${__("Value")}</th><th>${__("Reason")}</th></tr></thead>
			<tbody></tbody>
		</table></div>
		<button class="btn btn-xs btn-default mt-2"></button>`);
	const $more = $wrapper.find("button");
	let shown = 0;
	const show_more = () => {
		const part = faults.slice(shown, shown + ROWS_AT_ONCE);
		$wrapper.find("tbody").append(
			part
				.map((f) => `<tr><td>${f.row}</td><td>${escape(f.column)}</td><td>${escape(f.value)}</td><td>${f.reason}</td></tr>`)
				.join("")
		);
		shown += part.length;
		$more.toggle(shown < faults.length).text(__("Show more ({0} left)", [faults.length - shown]));
	};
	$more.on("click", show_more);
	show_more();
}

/** The bytes of a chosen file as base64. */
export function as_base64(file) {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result.split(",", 2)[1] || "");
		reader.onerror = () => reject(new Error(__("The file cannot be read. Please choose it again.")));
		reader.readAsDataURL(file);
	});
}

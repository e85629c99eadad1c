// A new inquiry. The page from which somebody came is sent along: it says more than most descriptions.

import { escape, file_box, post } from "./common";

let came_from = "";

export const note_page = (route) => (came_from = route);

export function ask_form($body, { kinds, facilities }) {
	const kept = JSON.parse(sessionStorage.getItem("huimang_inquiry") || "{}");
	const own = frappe.defaults.get_user_default("Facility");
	const options = (rows, chosen) =>
		rows.map(([value, label]) => `<option value="${escape(value)}" ${value === chosen ? "selected" : ""}>${escape(label)}</option>`).join("");
	$body.html(`<form class="support-ask">
		<div class="support-pair">
			<label>${__("Kind of Inquiry")}<select class="form-control" name="kind" required>${options(
				kinds.map((kind) => [kind, __(kind)]),
				kept.kind || "How To"
			)}</select></label>
			<label ${facilities.length ? "" : "hidden"}>${__("Facility")}<select class="form-control" name="facility">${options(
				[...facilities.map((row) => [row.name, row.facility_name]), ["", __("None in particular")]],
				facilities.length === 1 ? facilities[0].name : own || ""
			)}</select></label>
		</div>
		<label>${__("Subject")}<input class="form-control" name="subject" maxlength="100" required></label>
		<label>${__("What happened, and what did you expect?")}<textarea class="form-control" name="text" rows="8" maxlength="10000" required></textarea></label>
		<p class="support-warning">${__("Please write no resident registration, account or card numbers. They are masked when you send.")}</p>
		<div class="support-attach"></div>
		<p class="text-muted small">${came_from ? __("The page you came from is sent along: {0}", [escape(came_from)]) : ""}</p>
		<button class="btn btn-primary">${__("Send the Inquiry")}</button>
	</form>`);
	const form = $body.find("form")[0];
	for (const name of ["subject", "text"]) form.elements[name].value = kept[name] || "";
	const files = file_box($(form).find(".support-attach"));
	$(form).find("textarea").on("paste", (event) => $(form).find(".support-attach").trigger(event));
	// a session that ends meanwhile loses nothing of what was written
	$(form).on("input", () => {
		const { kind, subject, text } = form.elements;
		sessionStorage.setItem("huimang_inquiry", JSON.stringify({ kind: kind.value, subject: subject.value, text: text.value }));
	});
	$(form).on("submit", (event) => {
		event.preventDefault();
		send(form, files());
	});
}

async function send(form, files) {
	const button = $(form).find(".btn-primary").prop("disabled", true);
	try {
		const { kind, facility, subject, text } = Object.fromEntries(new FormData(form));
		const name = await post("ask", { kind, facility, subject, text, files, route: came_from, browser: navigator.userAgent });
		sessionStorage.removeItem("huimang_inquiry");
		frappe.show_alert({ message: __("Your inquiry {0} is received.", [name]), indicator: "green" });
		frappe.set_route("support-center", name);
	} finally {
		button.prop("disabled", false);
	}
}

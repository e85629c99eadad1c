// One's own inquiry: what was written, a place to write more, and what one thinks of the answer.

import { escape, file_box, messages, moment, post, status_pill } from "./common";

/** Show an inquiry; `renewed` is called with what the server answers to whatever was done. */
export function conversation($body, shown, renewed) {
	const due = shown.due_at ? __("We answer by {0}.", [moment(shown.due_at)]) : "";
	$body.html(`<article class="support-conversation">
		<header>${status_pill(shown.status)} <span class="text-muted">${escape(shown.name)} · ${escape(__(shown.kind))}${
		shown.facility_name ? ` · ${escape(shown.facility_name)}` : ""
	}</span><h2>${escape(shown.subject)}</h2><p class="support-due">${due}</p></header>
		<div class="support-messages">${messages(shown)}</div>
		<footer></footer>
	</article>`);
	const $footer = $body.find("footer");
	if (shown.can_rate) rating($footer, shown, renewed);
	if (shown.stars) $footer.append(`<p class="support-stars">${__("Your Satisfaction")}: ${stars(shown.stars)}</p>`);
	if (shown.is_open) reply($footer, shown, renewed);
	else $footer.append(`<p class="text-muted">${__("This inquiry is closed. Please begin a new one.")}</p>`);
}

const stars = (count) => "★".repeat(count) + "☆".repeat(5 - count);

function reply($footer, shown, renewed) {
	const asked_back = shown.status === "More Information Asked";
	const label = asked_back ? __("Add What Was Asked For") : __("Write More");
	const $form = $(`<form class="support-reply"><label>${label}<textarea class="form-control" name="text" rows="4" maxlength="10000" required></textarea></label>
		<div class="support-attach"></div><div class="support-buttons"><button class="btn btn-primary">${__("Send")}</button>
		<button type="button" class="btn btn-default support-finish">${__("Solved: Close the Inquiry")}</button></div></form>`).appendTo($footer);
	const files = file_box($form.find(".support-attach"));
	$form.find("textarea").on("paste", (event) => $form.find(".support-attach").trigger(event));
	$form.on("submit", async (event) => {
		event.preventDefault();
		const $button = $form.find(".btn-primary").prop("disabled", true);
		try {
			renewed(await post("reply", { name: shown.name, text: $form.find("textarea").val(), files: files() }));
		} finally {
			$button.prop("disabled", false);
		}
	});
	$form.find(".support-finish").on("click", () =>
		frappe.confirm(__("The inquiry is closed and cannot be continued. Is everything solved?"), async () =>
			renewed(await post("finish", { name: shown.name }))
		)
	);
}

function rating($footer, shown, renewed) {
	const buttons = [1, 2, 3, 4, 5].map((n) => `<button type="button" class="btn-reset" data-stars="${n}" aria-label="${__("{0} stars", [n])}">☆</button>`);
	const $box = $(`<section class="support-rating"><b>${__("Did the answer help you?")}</b> <span>${buttons.join("")}</span></section>`).appendTo($footer);
	const paint = (count) => $box.find("[data-stars]").each((at, button) => $(button).text(at < count ? "★" : "☆"));
	$box.on("mouseenter focus", "[data-stars]", (event) => paint(Number(event.currentTarget.dataset.stars)));
	$box.on("mouseleave", "span", () => paint(0));
	$box.on("click", "[data-stars]", (event) => {
		const count = Number(event.currentTarget.dataset.stars);
		frappe.prompt(
			[{ fieldname: "comment", fieldtype: "Small Text", label: __("What could be better? (optional)") }],
			async ({ comment }) => renewed(await post("rate", { name: shown.name, stars: count, comment: comment || "" })),
			`${__("Your Satisfaction")}: ${stars(count)}`,
			__("Send")
		);
	});
}

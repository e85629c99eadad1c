// A page of the manual as text on the screen, in the drawer and in the manual alike.

const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

/** Put a page into a place, from its beginning. What it holds was made safe on the server. */
export function fill(place, page) {
	place.html(`<h1>${escape(page.title)}</h1>${page.html}`).scrollTop(0);
	place.find("h2").each((at, heading) => heading.setAttribute("id", `part-${at}`));
}

/** Links to other pages are opened by `open`; pictures are shown large when they are clicked. */
export function listen(place, open) {
	place.on("click", "a[data-page]", (event) => {
		if (event.ctrlKey || event.metaKey) return;
		event.preventDefault();
		event.stopPropagation();
		open(event.currentTarget.dataset.page);
	});
	place.on("click", "figure img", (event) => enlarge(event.currentTarget));
}

function enlarge(image) {
	const shown = $(`<div class="manual-large" role="dialog" tabindex="0"><img alt="${escape(image.alt)}" src="${escape(image.getAttribute("src"))}"></div>`);
	shown.on("click keydown", (event) => (event.type === "click" || event.key === "Escape") && shown.remove());
	shown.appendTo(document.body).trigger("focus");
}

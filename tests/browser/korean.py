"""What a person reads on a page, and which of it is English."""

import re

from playwright.sync_api import Page

# What a screen shows: text, and the words that boxes and icons carry. Not what people typed into boxes.
READ = """() => {
	const skipped = "script, style, noscript, template, svg title, .ace_editor, [aria-hidden=true], .sr-only, .visually-hidden";
	const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
	const texts = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const node = walker.currentNode;
		if (node.textContent.trim() && !node.parentElement.closest(skipped) && shown(node.parentElement)) {
			texts.push(node.textContent.trim().replace(/\\s+/g, " "));
		}
	}
	for (const element of document.querySelectorAll("[placeholder], [title], [data-original-title]")) {
		if (element.closest(skipped) || !shown(element)) continue;
		for (const name of ["placeholder", "title", "data-original-title"]) {
			const words = (element.getAttribute(name) || "").trim();
			if (words) texts.push(words);
		}
	}
	return texts;
}"""

WORD = re.compile(r"[A-Za-z]{2,}")

# Words that Korean staff read every day, names of things, and keys that people know documents by.
ALLOWED = [
	re.compile(pattern, re.ASCII)
	for pattern in (
		r"[\w.+-]+@[\w.-]+",  # e-mail addresses
		r"\S+\.(?:pdf|xlsx|png|csv|svg)\b",  # file names
		r"https?://\S+",
		r"\b(?:PDF|XLSX|Excel|CSV|ZIP|AI|JPG|PNG|URL|HTML|IP|API|SMS|OTP|Ctrl|Alt|Shift|Esc|Enter|Tab|Huimang|iM|SC)\b",
		r"\bF\d{5}[\w가-힣().·,-]*",  # keys of a facility's records
		r"\bCORP-\d+\b",
		r"\b(?=\w*\d)[0-9a-z]{10}\b",  # keys of resolutions
		r"\b[A-Za-z]*\d[\w-]*",  # numbers of documents
	)
]


def english(texts: list[str]) -> list[str]:
	"""The texts that hold an English word which nothing allows."""
	found = []
	for text in texts:
		rest = text
		for pattern in ALLOWED:
			rest = pattern.sub(" ", rest)
		if WORD.search(rest):
			found.append(text)
	return sorted(set(found))


def english_on(page: Page) -> list[str]:
	"""The English that stands on a page now."""
	return english(page.evaluate(READ))

"""HTML to PDF: the one place that knows WeasyPrint."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from huimang.practice import marks
from huimang.printing import resources

# No host has this name (RFC 2606). It stands for the site itself where a sheet writes an address without a host.
BASE_URL = "http://site.invalid/"

_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.S | re.I)


def render(sheets: Iterable[str], *, title: str) -> bytes:
	"""Return one PDF of ``sheets``, each an HTML fragment that starts on a page of its own and counts its own pages.

	Sheets are laid out one after the other and share their fonts, so that a thousand resolutions in one file cost
	no more a page than one, and each font is embedded once, with the glyphs that are used.

	:param sheets: HTML fragments with their ``<style>``; what their authors typed is escaped already.
	:param title: title of the PDF, as a viewer shows it.
	"""
	return render_counted(sheets, title=title)[0]


def render_counted(sheets: Iterable[str], *, title: str) -> tuple[bytes, list[int]]:
	"""Return what `render` returns, and how many pages each sheet has become."""
	fonts = FontConfiguration()
	fetch = fetcher()
	documents = [_lay_out(sheet, title, fonts, fetch) for sheet in sheets]
	pages = [page for document in documents for page in document.pages]
	return documents[0].copy(pages).write_pdf(), [len(document.pages) for document in documents]


def lay_out(sheet: str, title: str) -> weasyprint.Document:
	"""Return one sheet on its pages, before they are written: for who must know where something stands on them."""
	return _lay_out(sheet, title, FontConfiguration(), fetcher())


def _lay_out(sheet: str, title: str, fonts: FontConfiguration, fetch: Callable) -> weasyprint.Document:
	styles = _STYLE.findall(sheet)
	if marks.applies(sheet):
		styles.append(marks.STYLE)
	page = (
		'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8">'
		f"<title>{escape(title)}</title></head><body>{_STYLE.sub('', sheet)}</body></html>"
	)
	html = weasyprint.HTML(string=page, base_url=BASE_URL, url_fetcher=fetch)
	return html.render(font_config=fonts, stylesheets=[_style_sheet(style) for style in styles])


@lru_cache(maxsize=64)
def _style_sheet(text: str) -> weasyprint.CSS:
	"""Return a parsed style sheet. Sheets of one kind carry the same one, and parsing it costs more than a third of a page."""
	return weasyprint.CSS(string=text, base_url=BASE_URL, url_fetcher=fetcher())


def fetcher() -> Callable:
	"""Return what WeasyPrint loads images, fonts and style sheets with: our own `resources.load`, never the network."""
	try:
		from weasyprint.urls import URLFetcher, URLFetcherResponse
	except ImportError:
		# Before WeasyPrint 67 (an official Frappe 15 pins 59) a fetcher is a plain function that returns a dict.
		return _fetch_into_dict

	class Fetcher(URLFetcher):
		def fetch(self, url, headers=None):
			content, mime_type = resources.load(url, BASE_URL)
			return URLFetcherResponse(url, content, {"Content-Type": mime_type})

	return Fetcher()


def _fetch_into_dict(url: str) -> dict:
	content, mime_type = resources.load(url, BASE_URL)
	return {"string": content, "mime_type": mime_type}

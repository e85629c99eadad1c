"""The manual as one PDF: cover, contents with page numbers, a chapter after the other. Laid out once for each text of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import frappe
from bs4 import BeautifulSoup
from frappe import _
from frappe.utils import getdate
from frappe.utils.synchronization import filelock

from huimang import __version__
from huimang.help.reading import readable
from huimang.help.rendering import as_html
from huimang.printing import pdf as printer

TEMPLATE = "huimang/help/book.html"
KEPT = 4
"""So many books are kept, for readers of different roles."""


def edition(roles: Iterable[str]) -> str:
	"""What tells the manual that people of these roles read today from every other."""
	return _edition(_pages(roles))


def pdf(roles: Iterable[str], edition: str) -> bytes:
	"""The manual that people of these roles read.

	Raises:
		frappe.ValidationError: it is another edition by now, or theirs is another.
	"""
	pages = _pages(roles)
	if edition != _edition(pages):
		frappe.throw(_("The manual has changed meanwhile. Please open it again."))
	path = _folder() / f"{edition}.pdf"
	if not path.exists():
		with filelock("huimang_manual", timeout=110):
			if not path.exists():
				_lay_out(pages, path)
	return path.read_bytes()


def _pages(roles: Iterable[str]) -> list[dict]:
	return readable(roles, ("content", "modified"))


def _edition(pages: list[dict]) -> str:
	"""The same for the same book."""
	text = frappe.as_json(
		[__version__, [(page.name, page.title, page.section, page.content) for page in pages]]
	)
	return hashlib.sha256(text.encode()).hexdigest()[:20]


def _lay_out(pages: list[dict], path: Path) -> None:
	chapters: dict[str, list[dict]] = {}
	for page in pages:
		chapters.setdefault(page.section, []).append(
			{"key": page.name, "title": page.title, "html": _on_paper(page.content)}
		)
	edited = max((getdate(page.modified) for page in pages), default=getdate())
	context = {"chapters": chapters, "version": __version__, "edited": edited}
	content = printer.render([frappe.render_template(TEMPLATE, context)], title="희망 사용 설명서")
	older = sorted(path.parent.glob("*.pdf"), key=lambda file: file.stat().st_mtime)
	for file in older[: max(len(older) - KEPT + 1, 0)]:
		file.unlink(missing_ok=True)
	half = path.with_suffix(".half")
	half.write_bytes(content)
	half.replace(path)


def _on_paper(content: str) -> str:
	"""A page without what paper cannot do: films become a word on where they are, links lead within the book."""
	soup = BeautifulSoup(as_html(content), "html.parser")
	for figure in soup.find_all("figure", class_="manual-film"):
		note = soup.new_tag("p", attrs={"class": "film"})
		note.string = f"동영상 「{figure.figcaption.get_text()}」은 화면의 매뉴얼에서 볼 수 있습니다."
		figure.replace_with(note)
	for link in soup.find_all("a"):
		if link.get("data-page"):
			link["href"] = f"#{link['data-page']}"
		elif link.get("href", "").startswith("/app/"):
			link.unwrap()
	for image in soup.find_all("img"):
		del image["loading"]
	return str(soup)


def _folder() -> Path:
	folder = Path(frappe.get_site_path("private", "huimang_manual"))
	folder.mkdir(parents=True, exist_ok=True)
	return folder

"""A page's Markdown as HTML: no HTML of its own gets through, links to pages, pictures and films become what a reader expects."""

from __future__ import annotations

import re
from html import unescape

import markdown2
from bs4 import BeautifulSoup

PICTURES = "/assets/huimang/manual/pictures/"
FILMS = "/assets/huimang/manual/films/"
PAGE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PICTURE = re.compile(r"pictures/([\w-]+\.webp)")
FILM = re.compile(r"films/([\w-]+)\.mp4")


def as_html(content: str) -> str:
	"""The page as the Desk shows it. Links to other pages bear their key in `data-page`."""
	html = markdown2.markdown(content, extras=["tables", "cuddled-lists"], safe_mode="escape")
	soup = BeautifulSoup(html, "html.parser")
	for image in soup.find_all("img"):
		_set_picture(soup, image)
	for link in soup.find_all("a"):
		_set_link(soup, link)
	for table in soup.find_all("table"):
		table.wrap(soup.new_tag("div", attrs={"class": "manual-table"}))
	return str(soup)


def as_text(content: str) -> str:
	"""The page's words alone, for the search."""
	content = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", content)
	content = re.sub(r"^[#>|\-*\d.\s:]+", "", content, flags=re.M)
	return re.sub(r"\s+", " ", unescape(re.sub(r"[*|`]", " ", content))).strip()


def named_in(content: str) -> tuple[set[str], set[str], set[str]]:
	"""What a page names: other pages, pictures, films."""
	targets = re.findall(r"\]\(([^)\s]+)\)", content)
	pages = {target.partition("#")[0] for target in targets if PAGE.fullmatch(target.partition("#")[0])}
	return (
		pages,
		{found[1] for target in targets if (found := PICTURE.fullmatch(target))},
		{found[1] for target in targets if (found := FILM.fullmatch(target))},
	)


def _set_picture(soup: BeautifulSoup, image) -> None:
	"""A picture of ours is found where the product keeps it; what it shows stands below it."""
	if ours := PICTURE.fullmatch(image.get("src", "")):
		image["src"] = PICTURES + ours[1]
	image["loading"] = "lazy"
	figure = soup.new_tag("figure")
	paragraph = image.parent
	image.wrap(figure)
	if image.get("alt"):
		caption = soup.new_tag("figcaption")
		caption.string = image["alt"]
		figure.append(caption)
	_unwrap(paragraph)


def _set_link(soup: BeautifulSoup, link) -> None:
	target = link.get("href", "")
	if film := FILM.fullmatch(target):
		_set_film(soup, link, film[1])
	elif PAGE.fullmatch(target.partition("#")[0]):
		link["data-page"] = target.partition("#")[0]
		link["href"] = f"/app/manual/{target}"
	elif not target.startswith("/app/"):
		link["target"], link["rel"] = "_blank", "noopener"


def _set_film(soup: BeautifulSoup, link, name: str) -> None:
	figure = soup.new_tag("figure", attrs={"class": "manual-film"})
	film = soup.new_tag("video", controls="", preload="none", playsinline="")
	film["poster"] = f"{FILMS}{name}.webp"
	film["src"] = f"{FILMS}{name}.mp4"
	film["aria-label"] = link.get_text()
	caption = soup.new_tag("figcaption")
	caption.string = link.get_text()
	figure.extend([film, caption])
	paragraph = link.parent
	link.replace_with(figure)
	_unwrap(paragraph)


def _unwrap(paragraph) -> None:
	"""A figure that stands alone stands in no paragraph, which may hold none."""
	if paragraph.name == "p" and not paragraph.get_text(strip=True).replace(
		paragraph.find("figure").get_text(strip=True), "", 1
	):
		paragraph.unwrap()

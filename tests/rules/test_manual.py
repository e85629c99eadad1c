"""The manual as it comes with the product: every form has its page, and no page leads to nothing."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

import huimang
from huimang.help import rendering, sources

ROOT = Path(huimang.__file__).parent
MANUAL = ROOT / "public" / "manual"
MOST_BYTES = 15_000_000
WITHOUT_A_PAGE = {
	"Facility Import Record": "rows behind Facility Import, which nobody opens",
	"Ledger Head": "the end of a chain, which nobody opens",
	"Line Claim": "what documents take of one another, which nobody opens",
}
KINDS = {"DocType": "doctype", "Report": "report", "Page": "page", "Workspace": "workspace"}


@cache
def pages() -> dict[str, sources.ManualSource]:
	return sources.read()


@cache
def named() -> tuple[set[str], set[str], set[str]]:
	"""The pages, pictures and films that pages name."""
	found = [rendering.named_in(page.content) for page in pages().values()]
	return tuple(set().union(*names) for names in zip(*found, strict=True))


@cache
def installed(kind: str) -> dict[str, dict]:
	files = (ROOT / "huimang" / KINDS[kind]).glob("*/*.json")
	return {document["name"]: document for file in files if (document := json.loads(file.read_text()))}


def subjects(kind: str) -> list[str]:
	return [name for page in pages().values() for of_kind, name in page.subjects if of_kind == kind]


def test_every_form_has_its_page():
	forms = {name for name, doctype in installed("DocType").items() if not doctype.get("istable")}
	assert forms - set(subjects("DocType")) == WITHOUT_A_PAGE.keys()


@pytest.mark.parametrize("kind", ["Report", "Page", "Workspace"])
def test_so_has_every(kind):
	assert set(installed(kind)) - set(subjects(kind)) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_the_help_of_something_that_is_there_and_no_other_is(kind):
	names = subjects(kind)
	assert set(names) <= set(installed(kind))
	assert len(names) == len(set(names)), "two pages are the help of the same"


def test_every_link_holds():
	assert named()[0] <= pages().keys()


@pytest.mark.parametrize(("place", "kind", "suffix"), [(1, "pictures", ".webp"), (2, "films", ".mp4")])
def test_every_picture_and_film_is_there_and_used(place, kind, suffix):
	there = {path.name if kind == "pictures" else path.stem for path in (MANUAL / kind).glob(f"*{suffix}")}
	assert named()[place] == there


def test_every_film_has_a_first_picture():
	assert all((MANUAL / "films" / f"{name}.webp").exists() for name in named()[2])


def test_the_manual_is_no_burden():
	assert sum(path.stat().st_size for path in MANUAL.rglob("*") if path.is_file()) < MOST_BYTES


@pytest.mark.parametrize("key", sources.read())
def test_a_page_says_something(key):
	page = pages()[key]
	assert page.title and page.section and len(page.content) > 150
	assert rendering.PAGE.fullmatch(key)
	html = re.sub(r"<code>.*?</code>", "", rendering.as_html(page.content))
	assert "](" not in html and "**" not in html, "Markdown that was not understood"


def test_chapters_hold_together():
	"""In the order of the book each chapter comes once."""
	order = [page.section for page in pages().values()]
	changes = [section for at, section in enumerate(order) if at == 0 or order[at - 1] != section]
	assert len(changes) == len(set(changes))


def test_html_does_not_get_through():
	html = rendering.as_html(
		'<script>alert(1)</script> <img src=x onerror="alert(1)"> [x](javascript:alert(1))'
	)
	assert "<script" not in html and "<img" not in html and "javascript:" not in html


def test_a_head_that_means_nothing_is_refused():
	with pytest.raises(ValueError):
		sources.parse("---\ntitle: x\nposition: 1\nchapter: y\n---\ntext")
	with pytest.raises(ValueError):
		sources.parse("no head")
